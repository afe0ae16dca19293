import { expect, test } from "vitest";
import { checkPassword, hashPassword } from "@/lib/users/password";

test("a password fits its own hash and no other", async () => {
  const kept = await hashPassword("correct horse battery");
  expect(await checkPassword("correct horse battery", kept)).toBe(true);
  expect(await checkPassword("correct horse batterz", kept)).toBe(false);
});

test("the same password is kept differently each time, with a cost of at least 2^15", async () => {
  const [one, two] = [await hashPassword("correct horse"), await hashPassword("correct horse")];
  expect(one).not.toBe(two);
  expect(Number(one?.split("$")[1])).toBeGreaterThanOrEqual(15);
  expect(one).not.toContain("correct");
});

test("the same letters as other code points are the same password", async () => {
  const kept = await hashPassword("caf\u00e9 au lait 12");
  expect(await checkPassword("cafe\u0301 au lait 12", kept)).toBe(true);
});

test.each([null, "", "scrypt$15$8$3$short", "plain"])("nothing fits what is no hash: %s", async (kept) => {
  expect(await checkPassword("", kept)).toBe(false);
  expect(await checkPassword("anything at all", kept)).toBe(false);
});

test("an unknown user costs the same work as a known one", async () => {
  const kept = await hashPassword("correct horse battery");
  const times: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
  for (let round = 0; round < 5; round += 1) {
    times.known.push(await cpu(() => checkPassword("a wrong password", kept)));
    times.unknown.push(await cpu(() => checkPassword("a wrong password", null)));
  }
  const ratio = median(times.unknown) / median(times.known);
  expect(ratio).toBeGreaterThan(0.6);
  expect(ratio).toBeLessThan(1.6);
});

/** Processor time, microseconds: the clock on the wall also counts what others do. */
async function cpu(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
