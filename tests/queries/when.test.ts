import { expect, test } from "vitest";
import { formatWhen } from "@/app/passive-income/_ui/when";

const clock = { now: new Date("2026-11-22T14:53:00Z"), timeZone: "UTC" };

test.each([
  ["2026-11-22T14:53:10Z", "just now"],
  ["2026-11-22T15:00:00Z", "in 7 min"],
  ["2026-11-22T14:50:00Z", "3 min ago"],
  ["2026-11-22T09:00:00Z", "today 09:00"],
  ["2026-11-22T00:00:00Z", "today 00:00"],
  ["2026-11-23T09:00:00Z", "tomorrow 09:00"],
  ["2026-11-21T23:59:00Z", "yesterday 23:59"],
  ["2026-11-24T09:00:00Z", "Tue 24 Nov"],
  ["2025-11-03T09:00:00Z", "3 Nov 2025"],
])("%s is said as %s", (at, words) => {
  expect(formatWhen(new Date(at), clock)).toBe(words);
});

test("days are those of the workspace's time zone", () => {
  const late = new Date("2026-11-22T23:30:00Z");
  expect(formatWhen(late, clock)).toBe("today 23:30");
  // 14:53 UTC is 23:53 of the 22nd in Tokyo; 23:30 UTC is 08:30 of the 23rd there.
  expect(formatWhen(late, { ...clock, timeZone: "Asia/Tokyo" })).toBe("tomorrow 08:30");
});
