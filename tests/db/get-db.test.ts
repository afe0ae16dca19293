import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { answerCommands, closeDb, getDb } from "@/db/client";
import { askHolder, holdLock } from "@/db/lock";
import { tempFolder } from "./processes";

let dataDir: string;
beforeAll(() => {
  for (const name of ["DATABASE_URL", "DATABASE_DRIVER", "VERCEL"]) vi.stubEnv(name, undefined);
});
afterAll(async () => {
  await closeDb();
  vi.unstubAllEnvs();
});

test("one database for the process, opened once, its failure not kept, its commands answered", async () => {
  dataDir = await tempFolder();
  vi.stubEnv("DATA_DIR", dataDir);
  const lock = await holdLock(dataDir);
  await expect(getDb()).rejects.toMatchObject({ kind: "conflict" });
  await lock.release();

  const [one, two] = await Promise.all([getDb(), getDb()]);
  expect(one).toBe(two);
  expect(await one.execute(sql`select 1 as one`)).toMatchObject({ rows: [{ one: 1 }] });

  // Another bundle of the same process has its own copy of the module.
  vi.resetModules();
  const copy = await import("@/db/client");
  expect(copy.getDb).not.toBe(getDb);
  expect(await copy.getDb()).toBe(one);

  const ask = () => askHolder(dataDir, { name: "sign-in-link", args: 7 });
  await expect(ask()).rejects.toMatchObject({ kind: "unavailable", message: /still starting/ });
  answerCommands(async ({ name, args }) => `${name} ${args}`);
  expect(await ask()).toBe("sign-in-link 7");

  await copy.closeDb();
  expect(await ask()).toBeNull();
  expect(await getDb()).not.toBe(one);
  await closeDb();
});
