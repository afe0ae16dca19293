import { sql } from "drizzle-orm";
import { Client } from "pg";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { driverFor, openDb } from "@/db/client";
import { migrate } from "@/db/migrate";
import journal from "@/db/migrations/meta/_journal.json";
import { rows } from "@/db/rows";
import { eachDriver, freshDatabase } from "../support/database";

eachDriver("migrations", (open) => {
  test("an empty database gets the whole schema, and a second time nothing", async () => {
    const { db } = await open({ template: false });
    const count = z.object({ count: z.number() });
    expect(rows(await db.execute(sql`select count(*) as count from platform_listings`), count)).toEqual([
      { count: 0 },
    ]);
    const applied = await db.execute(sql`select count(*) as count from drizzle.__drizzle_migrations`);
    expect(rows(applied, count)).toEqual([{ count: journal.entries.length }]);
    expect(await migrate(db)).toBe(0);
  });
});

describe("migrations of a server", () => {
  test("several processes at once: all succeed, each migration is applied once", async () => {
    const { url, drop } = await freshDatabase({ template: false });
    const opened = await Promise.all([1, 2, 3, 4].map(() => openDb({ url, dataDir: "", migrate: true })));
    const result = await opened[0]?.db.execute(sql`select hash from drizzle.__drizzle_migrations`);
    expect(rows(result, z.object({ hash: z.string() })).length).toBe(journal.entries.length);
    for (const one of opened) await one.close();
    await drop();
  });

  test("a schema older than the code is refused with the command, and left alone", async () => {
    const { url, drop } = await freshDatabase({ template: false });
    const opening = openDb({ url, dataDir: "", migrate: false });
    await expect(opening).rejects.toMatchObject({
      kind: "unavailable",
      message: expect.stringContaining("npm run db:migrate"),
    });
    expect(await tables(url)).toBe(0);

    await (await openDb({ url, dataDir: "", migrate: true })).close();
    await (await openDb({ url, dataDir: "", migrate: false })).close();
    await run(url, "update drizzle.__drizzle_migrations set created_at = created_at - 1");
    await expect(openDb({ url, dataDir: "", migrate: false })).rejects.toMatchObject({ kind: "unavailable" });
    await drop();
  });

  test("a migration that fails leaves nothing half done", async () => {
    const { url, drop } = await freshDatabase({ template: false });
    await run(url, "create table users (mine text)");
    const opening = openDb({ url, dataDir: "", migrate: true });
    await expect(opening).rejects.toMatchObject({
      kind: "unavailable",
      message: 'The database could not be brought up to date: relation "users" already exists',
    });
    expect(await tables(url)).toBe(1);
    await drop();
  });
});

test.each([
  [undefined, "pglite"],
  ["postgres://u:p@ep-x-pooler.eu-central-1.aws.neon.tech/db?sslmode=require", "neon"],
  ["postgres://u:p@db.neon.build/db", "neon"],
  ["postgres://u:p@neon.tech.example/db", "pg"],
  ["postgres://localhost/db", "pg"],
])("the driver for %s is %s", (url, driver) => {
  expect(driverFor(url)).toBe(driver);
});

async function tables(url: string): Promise<number> {
  const [row] = await run(
    url,
    "select count(*)::int as count from pg_tables where schemaname in ('public', 'drizzle')",
  );
  return z.object({ count: z.number() }).parse(row).count;
}

async function run(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
