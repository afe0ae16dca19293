import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { listingOutbox } from "@/db/schema/listings";
import { drainOutbox } from "@/lib/agent/outbox";
import { opener } from "../support/database";
import { at } from "./one-turn";
import { aListing, aManual, emptyWorkspace } from "./rows";

/** Listings that one statement plans. */
const PAGE = 200;
const open = opener("pg");
let db: Db;
beforeAll(async () => {
  ({ db } = await open({ maxConnections: 2 }));
});
beforeEach(async () => {
  await emptyWorkspace(db);
  await db.execute(sql`update platforms set is_active = id in (1, 2)`);
});

const intend = (...of: (typeof listingOutbox.$inferInsert)[]) => db.insert(listingOutbox).values(of);
const drain = () => drainOutbox(db, () => at(0), at(60));
/** Drains one page: the clock stands at the deadline after it. */
const onePage = () => {
  let looks = 0;
  return drainOutbox(db, () => at(looks++ > 1 ? 60 : 0), at(60));
};
const manyManuals = (count: number) =>
  db.execute(sql`insert into manuals (id, title, title_source, title_sure, status, rights, price, currency, page_count,
    file_name, file_key, file_size, sha256, images) select n, 'M ' || n, 'cover', true, 'processed', 'own_work', 5, 'USD', 1,
    'm', 'm', 1, 's' || n, '{}'::jsonb from generate_series(1, ${count}::int) n order by n desc`);
const pairs = async () =>
  rows(
    await db.execute(
      sql`select manual_id as m, platform_id as p from platform_listings order by manual_id, platform_id`,
    ),
    z.object({ m: z.number(), p: z.number() }),
  ).map(({ m, p }) => `${m} on ${p}`);
const count = async (table: "platform_listings" | "listing_work" | "listing_outbox") =>
  rows(await db.execute(sql.raw(`select count(*)::int as n from ${table}`)), z.object({ n: z.number() }))[0]
    ?.n;

describe("a manual that is to be listed", () => {
  it("gets a listing and due work on every active platform, under a key made from ids", async () => {
    await aManual(db, 1, { title: "  Über-Guide: Part 2! With a very long title behind it  " });
    await intend({ manualId: 1 });
    await drain();
    const found =
      await db.execute(sql`select l.platform_id as p, l.natural_key as key, l.slug, l.title, l.status, w.due,
      w.step, w.platform_id as "workOn" from platform_listings l join listing_work w on w.listing_id = l.id order by 1`);
    const row = {
      slug: "ber-guide-part-2-with-a-very-long-title",
      title: "  Über-Guide: Part 2! With a very long title behind it  ",
      status: "pending",
      due: at(0),
      step: "plan",
    };
    expect(rows(found, z.looseObject({ due: z.coerce.date() }))).toEqual([
      { ...row, p: 1, key: "ws-1-1", workOn: 1 },
      { ...row, p: 2, key: "ws-1-2", workOn: 2 },
    ]);
    expect(await count("listing_outbox")).toBe(0);
  });

  it("is not listed before it is processed, nor without rights; nothing of it stays to be done", async () => {
    await aManual(db, 1, { status: "failed" });
    await aManual(db, 2, { rights: "unverified" });
    await intend({ manualId: 1 }, { manualId: 2 });
    await drain();
    expect([await count("platform_listings"), await count("listing_outbox")]).toEqual([0, 0]);
  });

  it("that is listed already keeps its listing, and gets no work for it", async () => {
    await aListing(db, 1, 1);
    await intend({ manualId: 1 }, { manualId: 1 });
    await drain();
    expect(await pairs()).toEqual(["1 on 1", "1 on 2"]);
    expect(await count("listing_work")).toBe(1);
  });

  it("is planned in pages of a size that a statement bears", async () => {
    await manyManuals(PAGE + 1);
    await db.execute(sql`insert into listing_outbox (manual_id) select id from manuals order by id`);
    await onePage();
    expect([await count("platform_listings"), await count("listing_outbox")]).toEqual([2 * PAGE, 1]);
    await drain();
    expect([await count("platform_listings"), await count("listing_outbox")]).toEqual([2 * PAGE + 2, 0]);
  });
});

describe("a platform that was switched on", () => {
  it("gets every processed manual with rights, and no other platform does", async () => {
    await aManual(db, 1);
    await aManual(db, 2, { status: "failed" });
    await aManual(db, 3, { rights: "unverified" });
    await aListing(db, 4, 2);
    await aManual(db, 5);
    await intend({ platformId: 2 });
    await drain();
    expect(await pairs()).toEqual(["1 on 2", "4 on 2", "5 on 2"]);
    expect(await count("listing_outbox")).toBe(0);
  });

  it("gets them page by page, where it left off", async () => {
    await manyManuals(2 * PAGE);
    await intend({ platformId: 1 });
    await onePage();
    const [entry] = await db.select().from(listingOutbox);
    expect([await count("platform_listings"), entry?.cursor]).toEqual([PAGE, PAGE]);
    await drain();
    expect([await count("platform_listings"), await count("listing_outbox")]).toEqual([2 * PAGE, 0]);
    expect(new Set(await pairs()).size).toBe(2 * PAGE);
  });

  it("comes after another one that was switched on before it, and beside new manuals", async () => {
    await aManual(db, 1);
    await aManual(db, 2);
    await intend({ manualId: 2 }, { platformId: 2 }, { platformId: 1 });
    await onePage();
    expect(await pairs()).toEqual(["1 on 2", "2 on 1", "2 on 2"]);
    expect(
      (await db.select().from(listingOutbox).orderBy(listingOutbox.id)).map(({ platformId, cursor }) => [
        platformId,
        cursor,
      ]),
    ).toEqual([
      [2, 2],
      [1, 0],
    ]);
    await drain();
    expect(await pairs()).toEqual(["1 on 1", "1 on 2", "2 on 1", "2 on 2"]);
    expect(await count("listing_outbox")).toBe(0);
  });

  it("and off again gets nothing, and is forgotten", async () => {
    await aManual(db, 1);
    await intend({ platformId: 3 });
    await drain();
    expect([await pairs(), await count("listing_outbox")]).toEqual([[], 0]);
  });
});

describe("planning", () => {
  it("stops when time is up", async () => {
    await aManual(db, 1);
    await intend({ manualId: 1 });
    await drainOutbox(db, () => at(60), at(60));
    expect(await count("listing_outbox")).toBe(1);
    await drainOutbox(db, () => at(59.999), at(60));
    expect(await count("listing_outbox")).toBe(0);
  });

  it("leaves what another planner holds to it", async () => {
    await aManual(db, 1);
    await aManual(db, 2);
    await intend({ manualId: 1 }, { manualId: 2 });
    await db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from listing_outbox where manual_id = 1 for update`);
      await drain();
    });
    expect(await pairs()).toEqual(["2 on 1", "2 on 2"]);
    expect(await count("listing_outbox")).toBe(1);
  });
});
