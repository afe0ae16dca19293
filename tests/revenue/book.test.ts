import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import type { Entry } from "@/lib/platforms/sales";
import { bookPage } from "@/lib/revenue/book";
import { changeSettings } from "@/lib/settings";
import { ensureWorkspace } from "@/lib/workspace";
import { eachDriver, opener } from "../support/database";
import { differences } from "./ledger";
import { listingOf } from "./listing";

const at = new Date("2026-11-22T12:00:00Z");
const sale: Entry = {
  type: "sale",
  id: "t1",
  row: 0,
  amount: 1999,
  fee: 338,
  quantity: 1,
  currency: "USD",
  basis: "reported",
  at: "2026-11-20T23:30:00Z",
  remoteId: "r-1",
  title: "Boiler",
};
const refund = (amount: number, change: Partial<Entry> = {}): Entry => ({
  ...sale,
  type: "refund",
  row: "total",
  amount: -amount,
  fee: 0,
  quantity: 0,
  basis: "estimated",
  at: "2026-11-21T10:00:00Z",
  ...change,
});
const book = (db: Db, ...entries: Entry[]) => bookPage(db, { platformId: 2, entries, at });

async function ledger(db: Db) {
  const found = await db.execute(
    sql`select transaction_type as type, sequence, amount, fee, net, listing_id as listing from revenue order by id`,
  );
  const row = z.object({
    type: z.string(),
    sequence: z.number(),
    amount: z.number(),
    fee: z.number(),
    net: z.number(),
    listing: z.number().nullable(),
  });
  return rows(found, row);
}

async function daily(db: Db) {
  const found = await db.execute(
    sql`select day::text as day, currency, units, gross, fees, refunds, estimated from revenue_daily order by day, currency`,
  );
  const number = z.number();
  return rows(
    found,
    z.object({
      day: z.string(),
      currency: z.string(),
      units: number,
      gross: number,
      fees: number,
      refunds: number,
      estimated: number,
    }),
  );
}

eachDriver("the ledger", (open) => {
  const ready = async () => {
    const { db } = await open();
    await ensureWorkspace(db);
    return db;
  };

  it("books a sale once, with its listing, its day and its counters", async () => {
    const db = await ready();
    const listing = await listingOf(db, 2, "r-1");
    expect(await book(db, sale)).toEqual({ inserted: 1, sold: 1 });
    expect(await book(db, sale, sale)).toEqual({ inserted: 0, sold: 0 });
    expect(await ledger(db)).toEqual([
      { type: "sale", sequence: 0, amount: 1999, fee: 338, net: 1661, listing },
    ]);
    expect(await daily(db)).toEqual([
      { day: "2026-11-20", currency: "USD", units: 1, gross: 1999, fees: 338, refunds: 0, estimated: 0 },
    ]);
    const [counters] = rows(
      await db.execute(sql`select l.sales, l.revenue, l.revenue_currency as currency, l.status, p.total_revenue as total
        from platform_listings l join platforms p on p.id = l.platform_id`),
      z.looseObject({}),
    );
    expect(counters).toEqual({ sales: 1, revenue: 1661, currency: "USD", status: "active", total: 1661 });
    expect(await differences(db)).toEqual([]);
  });

  it("writes what was refunded so far as differences, each a row of its own", async () => {
    const db = await ready();
    await book(db, sale, refund(500));
    await book(db, sale, refund(500));
    await book(db, sale, refund(1999));
    expect((await ledger(db)).map(({ type, sequence, amount }) => [type, sequence, amount])).toEqual([
      ["sale", 0, 1999],
      ["refund", 0, -500],
      ["refund", 1, -1499],
    ]);
    expect(await differences(db)).toEqual([]);
  });

  it("never gives back more than was paid, however often it is told", async () => {
    const db = await ready();
    for (const amount of [300, 1999]) await book(db, refund(amount, { row: "next", cap: 1999 }));
    expect((await ledger(db)).map(({ amount }) => amount)).toEqual([-300, -1699]);
    expect(await book(db, refund(1, { row: "next", cap: 1999 }))).toEqual({ inserted: 0, sold: 0 });
  });

  it("keeps a sale of something unknown, and the currencies apart", async () => {
    const db = await ready();
    await listingOf(db, 2, "r-1");
    await book(db, sale, { ...sale, id: "t2", remoteId: "r-9" }, { ...sale, id: "t3", currency: "EUR" });
    expect((await ledger(db)).map(({ listing }) => listing === null)).toEqual([false, true, false]);
    expect((await daily(db)).map(({ currency, units, gross }) => [currency, units, gross])).toEqual([
      ["EUR", 1, 1999],
      ["USD", 2, 3998],
    ]);
    const [counter] = rows(
      await db.execute(sql`select revenue_currency as currency, revenue as net from platform_listings`),
      z.object({ currency: z.string(), net: z.number() }),
    );
    expect(counter, "the first entry decides, not the alphabet").toEqual({ currency: "USD", net: 1661 });
    expect(await differences(db)).toEqual([]);
  });

  it("moves the cursor with the page, unless somebody else moved it", async () => {
    const db = await ready();
    const page = (from: null | { n: number }, to: { n: number }) =>
      bookPage(db, { platformId: 2, entries: [sale], at, cursor: { from, to, done: true } });
    await page(null, { n: 1 });
    await page(null, { n: 5 });
    await page({ n: 1 }, { n: 2 });
    const [row] = rows(
      await db.execute(sql`select sales_cursor as cursor, last_sync as last from platforms where id = 2`),
      z.object({ cursor: z.unknown(), last: z.date() }),
    );
    expect(row).toEqual({ cursor: { n: 2 }, last: at });
  });

  it("counts days in the workspace's time zone; another zone makes them anew", async () => {
    const db = await ready();
    await book(db, sale);
    await changeSettings(db, { time_zone: "Asia/Tokyo" });
    expect((await daily(db)).map(({ day }) => day)).toEqual(["2026-11-21"]);
    await book(db, { ...sale, id: "t2" });
    expect((await daily(db)).map(({ day, units }) => [day, units])).toEqual([["2026-11-21", 2]]);
    expect(await differences(db)).toEqual([]);
  });
});

describe("the ledger under any order of pages", () => {
  const open = opener("pg");
  const entry = fc.record({
    id: fc.constantFrom("a", "b", "c"),
    kind: fc.constantFrom("sale" as const, "refund" as const),
    given: fc.integer({ min: 0, max: 1999 }),
    currency: fc.constantFrom("USD", "EUR"),
    remoteId: fc.constantFrom("r-1", "r-2", null),
  });

  it("rollups and counters equal its sums, with pages that overlap and repeat", async () => {
    const { db } = await open({ maxConnections: 4 });
    await ensureWorkspace(db);
    await listingOf(db, 2, "r-1");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(entry, { maxLength: 6 }), { minLength: 1, maxLength: 5 }),
        async (pages) => {
          await db.execute(sql`truncate revenue, revenue_daily`);
          await db.execute(sql`update platform_listings set sales = 0, revenue = 0, revenue_currency = null`);
          await db.execute(sql`update platforms set total_revenue = 0, revenue_currency = null`);
          const made = pages.map((page) =>
            page.map(({ id, kind, given, currency, remoteId }) =>
              kind === "sale"
                ? { ...sale, id, currency, remoteId }
                : { ...refund(given), id, currency, remoteId },
            ),
          );
          await Promise.all([...made, ...made].map((page) => book(db, ...page)));
          expect(await differences(db)).toEqual([]);
        },
      ),
      { numRuns: 60, seed: 11 },
    );
  });
});
