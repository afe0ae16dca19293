import { afterEach, expect, test } from "vitest";
import { openShop, type Shop } from "./shop";

let shop: Shop;
afterEach(() => shop.close());

const NOON = () => new Date("2026-11-10T12:00:00Z");
const ping = () => shop.api("GET", "/openapi-ping", { token: null });

test("4. the eleventh call within a second is 429 with retry-after 1; a second later it passes", async () => {
  shop = await openShop({ profile: "real", now: NOON });
  for (let n = 1; n <= 10; n++) {
    const reply = await ping();
    expect(reply.status).toBe(200);
    expect(reply.headers.get("x-limit-per-second")).toBe("10");
    expect(reply.headers.get("x-remaining-this-second")).toBe(String(10 - n));
    expect(reply.headers.get("x-limit-per-day")).toBe("10000");
    expect(reply.headers.get("x-remaining-today")).toBe(String(10_000 - n));
  }
  const refused = await ping();
  expect(refused).toMatchObject({ status: 429, body: { error: "Exceeded per second rate limit" } });
  expect(refused.headers.get("retry-after")).toBe("1");
  await shop.advance(999);
  expect((await ping()).status).toBe(429);
  await shop.advance(1);
  expect((await ping()).status).toBe(200);
});

test("4. over the daily limit is 429 until the first hour leaves the rolling day", async () => {
  shop = await openShop({ profile: "real", now: NOON });
  await shop.set({ calls_per_day: 3 });
  for (let n = 0; n < 3; n++) expect((await ping()).status).toBe(200);
  const refused = await ping();
  expect(refused).toMatchObject({ status: 429, body: { error: "Exceeded daily rate limit" } });
  expect(refused.headers.get("x-remaining-today")).toBe("0");
  expect(refused.headers.get("retry-after")).toBe("86400");
  await shop.advance(12 * 3_600_000);
  expect((await ping()).status).toBe(429);
  await shop.advance(12 * 3_600_000);
  expect((await ping()).status).toBe(200);
});

test("4. the open profile has the headers and no throttle", async () => {
  shop = await openShop({ now: NOON });
  for (let n = 0; n < 40; n++) expect((await ping()).status).toBe(200);
  expect((await ping()).headers.get("x-remaining-today")).toMatch(/^\d+$/);
});
