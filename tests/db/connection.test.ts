import { sql } from "drizzle-orm";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { type Driver, openDb } from "@/db/client";
import { refuseOld } from "@/db/pool";
import { rows } from "@/db/rows";
import { freshDatabase, opener } from "../support/database";
import { startPostgres, type TestServer } from "../support/postgres";

const pools: Driver[] = ["pg", "neon"];
const pid = z.object({ pid: z.number() });

describe.each(pools)("a statement that begins with a name, on %s", (driver) => {
  const names = z.object({ names: z.array(z.string()).nullable() });

  test.each([
    ["is planned once on each connection", "", ["often asked"]],
    ["is planned each time behind an old PgBouncer", "?pgbouncer=true", null],
  ])("%s", async (_, parameter, expected) => {
    const { url, drop } = await freshDatabase();
    const neonWsProxy = inject("neonProxy");
    const { db, close } = await openDb({
      driver,
      url: url + parameter,
      dataDir: "",
      neonWsProxy,
      migrate: false,
      maxConnections: 1,
    });
    for (const n of [1, 2, 3]) {
      const found = await db.execute(sql`/* often asked */ select ${n}::int as n`);
      expect(rows(found, z.object({ n: z.number() }))).toEqual([{ n }]);
    }
    const found = await db.execute(sql`select array_agg(name) as names from pg_prepared_statements`);
    expect(rows(found, names)[0]?.names).toEqual(expected);
    await close();
    await drop();
  });
});

describe.each(pools)("a connection that breaks, on %s", (driver) => {
  const open = opener(driver);

  test("idle: the next statement gets another one", async () => {
    const { db } = await open({ maxConnections: 1 });
    const [before] = rows(await db.execute(sql`select pg_backend_pid() as pid`), pid);
    await terminate(before?.pid ?? 0);
    const [after] = rows(await settled(() => db.execute(sql`select pg_backend_pid() as pid`)), pid);
    expect(after?.pid).not.toBe(before?.pid);
  });

  test("inside a transaction: it fails, nothing of it stays, and the pool is whole", async () => {
    const { db } = await open({ maxConnections: 2 });
    for (let round = 0; round < 5; round++) {
      const attempt = db.transaction(async (tx) => {
        await tx.execute(sql`insert into listing_outbox (cursor) values (1)`);
        const [own] = rows(await tx.execute(sql`select pg_backend_pid() as pid`), pid);
        await terminate(own?.pid ?? 0);
        await tx.execute(sql`select 1`);
      });
      await expect(attempt).rejects.toThrow(/Failed query: select 1/);
    }
    const result = await db.execute(sql`select count(*) as count from listing_outbox`);
    expect(rows(result, z.object({ count: z.number() }))).toEqual([{ count: 0 }]);
    const both = await Promise.all([1, 2].map((n) => db.execute(sql`select ${n}::int as n, pg_sleep(0.05)`)));
    expect(both.length).toBe(2);
  });

  test("before a transaction begins: its place in the pool is not lost", async () => {
    const { db } = await open({ maxConnections: 1 });
    for (let round = 0; round < 3; round++) {
      // The types allow no mode that a server refuses.
      const attempt = db.transaction(async (tx) => tx.execute(sql`select 1`), {
        accessMode: "no such mode" as never,
      });
      await expect(attempt).rejects.toThrow(/begin/);
    }
    expect(rows(await db.execute(sql`select 1 as pid`), pid)).toEqual([{ pid: 1 }]);
  });
});

describe.each(pools)("a server that goes away, on %s", (driver) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  test.each(["restart", "kill"] as const)(
    "%s: statements fail, and work again when it is back",
    async (way) => {
      const neonWsProxy = inject("neonProxy");
      const opened = await openDb({
        driver,
        url: server.url("postgres"),
        dataDir: "",
        neonWsProxy,
        migrate: true,
      });
      const many = () =>
        Promise.all(Array.from({ length: 5 }, () => opened.db.execute(sql`select pg_sleep(0.01)`)));
      await many();
      if (way === "kill") {
        const running = opened.db.execute(sql`select pg_sleep(30)`).catch((error) => error);
        await server.kill();
        expect(await running).toBeInstanceOf(Error);
        await expect(opened.db.execute(sql`select 1`)).rejects.toThrow();
      }
      await server.restart();
      await settled(many);
      await many();
      await opened.close();
    },
  );
});

describe("a server that cannot be used", () => {
  test("nobody listens: unavailable, in a sentence without the password", async () => {
    const url = "postgres://me:sesame@127.0.0.1:1/none";
    const error = await openDb({ url, dataDir: "", migrate: false }).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: "AppError", kind: "unavailable" });
    expect(error.message).toMatch(/^The database does not answer: .*ECONNREFUSED/);
    expect(error.message).not.toContain("sesame");
  });

  test("the database is not there: unavailable, and it says which", async () => {
    const url = new URL(inject("postgresUrl"));
    url.pathname = "nowhere";
    const error = await openDb({ url: url.href, dataDir: "", migrate: false }).catch((thrown) => thrown);
    expect(error).toMatchObject({ kind: "unavailable" });
    expect(error.message).toContain('"nowhere" does not exist');
  });

  test("a server older than Postgres 15: unavailable, and it says so", () => {
    expect(() => refuseOld(14)).toThrow("The database is Postgres 14; 15 or newer is needed.");
    expect(() => refuseOld(15)).not.toThrow();
  });

  test("a driver for a server needs an address", async () => {
    const opening = openDb({ driver: "neon", dataDir: "", migrate: false });
    await expect(opening).rejects.toMatchObject({ kind: "unavailable" });
  });

  test("an address picks its driver", async () => {
    const { url, drop } = await freshDatabase();
    const opened = await openDb({ url, dataDir: "", migrate: false });
    expect(opened.driver).toBe("pg");
    await opened.close();
    await drop();
  });
});

async function terminate(backend: number): Promise<void> {
  const client = new Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  await client.query("select pg_terminate_backend($1, 5000)", [backend]);
  await client.end();
}

/** The pool may hear of a broken connection only by using it: one failure each is fair. */
async function settled<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 10) throw error;
    }
  }
}
