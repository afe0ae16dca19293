import { existsSync } from "node:fs";
import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { type Db, openDb } from "@/db/client";
import { migrate } from "@/db/migrate";
import { openFolder } from "@/db/pglite";
import { listingOutbox } from "@/db/schema/listings";
import { ensureTemplate, makeDatabase } from "@/db/template";
import { script, tempFolder } from "./processes";

const lines = async (db: Db) => (await db.select().from(listingOutbox)).length;

describe("the embedded database", () => {
  test("the first start makes the data folder and its parents, and what is written is there at the next", async () => {
    const dataDir = join(await tempFolder(), "deep", "er");
    const first = await openDb({ dataDir, migrate: true });
    expect(first.driver).toBe("pglite");
    await first.db.insert(listingOutbox).values({ cursor: 1 });
    await first.close();
    const second = await openDb({ dataDir, migrate: true });
    expect(await lines(second.db)).toBe(1);
    await second.close();
  });

  test("opened twice: the second is refused before it touches anything, in the same process or another", async () => {
    const dataDir = await tempFolder();
    const first = await openDb({ dataDir, migrate: true });
    await expect(openDb({ dataDir, migrate: true })).rejects.toMatchObject({ kind: "conflict" });
    await first.close();

    const other = script("hold-and-open", dataDir);
    await other.says(/^open$/);
    await expect(openDb({ dataDir, migrate: true })).rejects.toThrow(`(pid ${other.pid})`);
    await other.kill("SIGKILL");
    const after = await openDb({ dataDir, migrate: true });
    expect(await lines(after.db)).toBe(0);
    await after.close();
  });

  test("an opening that fails frees the lock", async () => {
    const dataDir = await tempFolder();
    await mkdir(join(dataDir, "db"));
    await writeFile(join(dataDir, "db", "PG_VERSION"), "9\n");
    await expect(openDb({ dataDir, migrate: true })).rejects.toThrow();
    expect(await readdir(join(dataDir, "lock"))).toEqual([]);
  });

  test("the database's own handle inside a transaction is an error, not a wait for ever", async () => {
    const { db, close } = await openDb({ dataDir: await tempFolder(), migrate: true });
    const inside = db.transaction(async () => lines(db));
    await expect(inside).rejects.toMatchObject({
      cause: { message: expect.stringContaining("Inside a transaction") },
    });
    const nested = db.transaction(async () => db.transaction(async (tx) => lines(tx)));
    await expect(nested).rejects.toThrow("Inside a transaction");
    const later = await db.transaction(async () => () => lines(db));
    expect(await later()).toBe(0);
    await close();
  });
});

describe("the template of the first start", () => {
  test("is there, migrated and empty", async () => {
    const template = await ensureTemplate();
    const folder = join(await tempFolder(), "copy");
    await cp(template ?? "", folder, { recursive: true });
    const { db, close } = await openFolder(folder);
    expect(await migrate(db)).toBe(0);
    expect(await lines(db)).toBe(0);
    await close();
  });

  test("without one, initdb makes the same database", async () => {
    const folder = join(await tempFolder(), "made");
    await makeDatabase(folder);
    const { db, close } = await openFolder(folder);
    expect(await migrate(db)).toBe(0);
    const tables = await db.execute(sql`select 1 from pg_tables where schemaname = 'public'`);
    expect(tables).toMatchObject({ rows: expect.arrayContaining([{ "?column?": 1 }]) });
    await close();
  }, 120_000);

  test("what an interrupted first start left is thrown away", async () => {
    const dataDir = await tempFolder();
    await mkdir(join(dataDir, "db.new"));
    await writeFile(join(dataDir, "db.new", "PG_VERSION"), "18\n");
    const { db, close } = await openDb({ dataDir, migrate: true });
    expect(await lines(db)).toBe(0);
    await close();
    expect(existsSync(join(dataDir, "db.new"))).toBe(false);
  });
});
