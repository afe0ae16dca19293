import { eq, max, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Db } from "@/db/client";
import { codeOf, violation } from "@/db/errors";
import { affected, rows } from "@/db/rows";
import { listingOutbox, listingSteps, listingWork, platformListings } from "@/db/schema/listings";
import { manuals } from "@/db/schema/manuals";
import { platforms } from "@/db/schema/platforms";
import { eachDriver } from "../support/database";
import { aListing, aManual, aPlatform } from "./rows";

const moment = new Date("2026-02-03T04:05:06.789Z");

eachDriver("the same shape", (open) => {
  let db: Db;
  beforeAll(async () => {
    ({ db } = await open());
  });

  const one = async (statement: ReturnType<typeof sql>) =>
    rows(await db.execute(statement), z.record(z.string(), z.unknown()))[0];

  test("a raw bigint, count and sequence value is a number, and text when a number cannot hold it", async () => {
    const row = await one(sql`select 9007199254740991::bigint as largest, 9007199254740992::bigint as beyond,
      (select count(*) from manuals) as count, nextval('listing_fence') as fence, -5::bigint as minus`);
    expect(row).toEqual({
      largest: 9007199254740991,
      beyond: "9007199254740992",
      count: 0,
      fence: expect.any(Number),
      minus: -5,
    });
  });

  test("raw numeric stays text, integers and floats are numbers, booleans booleans, null null", async () => {
    const row =
      await one(sql`select 1.10::numeric as price, 3::smallint as small, 4 as whole, 0.5::float8 as half,
      true as yes, null::bigint as nothing, 'x' as text`);
    expect(row).toEqual({
      price: "1.10",
      small: 3,
      whole: 4,
      half: 0.5,
      yes: true,
      nothing: null,
      text: "x",
    });
  });

  test("a raw moment is a Date to the millisecond, whatever the session's time zone", async () => {
    await db.transaction(async (tx) => {
      for (const zone of ["UTC", "Asia/Kolkata", "America/St_Johns"]) {
        await tx.execute(sql`select set_config('TimeZone', ${zone}, true)`);
        const result = await tx.execute(sql`select ${moment.toISOString()}::timestamptz(3) as at`);
        expect(rows(result, z.object({ at: z.date() }))).toEqual([{ at: moment }]);
      }
    });
  });

  test("dates, intervals and moments without a zone stay text", async () => {
    const row = await one(sql`select date '2026-02-03' as day, timestamp '2026-02-03 04:05' as local`);
    expect(row).toEqual({ day: "2026-02-03", local: "2026-02-03 04:05:00" });
  });

  test("raw arrays of text, numbers and moments", async () => {
    const row =
      await one(sql`select array['a','b,"c'] as texts, array[1,2] as ints, array[1,null]::bigint[] as longs,
      array[${moment.toISOString()}::timestamptz(3)] as moments, '{}'::bigint[] as none, array[1.5] as numerics`);
    expect(row).toEqual({
      texts: ["a", 'b,"c'],
      ints: [1, 2],
      longs: [1, null],
      moments: [moment],
      none: [],
      numerics: ["1.5"],
    });
  });

  test("raw JSON is parsed, and text in it keeps every character", async () => {
    const value = { text: 'é "quoted" \\ 😀 \n', list: [1, null], deep: { a: {} } };
    const row = await one(
      sql`select ${JSON.stringify(value)}::jsonb as value, '[]'::json as empty, '3'::jsonb as number`,
    );
    expect(row).toEqual({ value, empty: [], number: 3 });
  });

  test("raw parameters: a Date, a list for any(), a null, a boolean", async () => {
    const row =
      await one(sql`select ${moment}::timestamptz as at, 2 = any(${sql.param([1, 2])}::int[]) as found,
      'b' = any(${sql.param(["a", "b"])}::text[]) as named, ${null}::int as nothing, ${true}::boolean as yes`);
    expect(row).toEqual({ at: moment, found: true, named: true, nothing: null, yes: true });
  });

  test("rows of another shape than expected are refused", async () => {
    const result = await db.execute(sql`select 'x' as count`);
    expect(() => rows(result, z.object({ count: z.number() }))).toThrow(z.ZodError);
  });

  test("a raw write says how many rows it changed", async () => {
    expect(affected(await db.execute(sql`insert into listing_outbox (cursor) values (1), (2), (3)`))).toBe(3);
    expect(affected(await db.execute(sql`update listing_outbox set cursor = 9 where cursor > 1`))).toBe(2);
    expect(affected(await db.execute(sql`update listing_outbox set cursor = 9 where cursor = 77`))).toBe(0);
    expect(affected(await db.execute(sql`delete from listing_outbox returning id`))).toBe(3);
  });

  test("a typed row comes back as it went in: moments, bigints, JSON, nulls", async () => {
    const images = { etsy: [{ key: "k", size: 5, sha256: "s" }], gumroad: [], thumbnail: null };
    const fileSize = 5_000_000_000;
    const given = aManual({ fileSize, images, createdAt: moment, leaseUntil: moment, tags: ['a"b', "ü"] });
    const [inserted] = await db.insert(manuals).values(given).returning();
    expect(inserted).toMatchObject({
      fileSize,
      images,
      createdAt: moment,
      leaseUntil: moment,
      processedAt: null,
    });
    const [read] = await db.select().from(manuals).where(eq(manuals.sha256, given.sha256));
    expect(read).toEqual(inserted);
    expect(read?.tags).toEqual(['a"b', "ü"]);
    const [latest] = await db.select({ at: max(manuals.createdAt) }).from(manuals);
    expect(latest?.at).toEqual(moment);
  });

  test("a moment that the query builder reads through raw SQL is a Date too", async () => {
    const query = db
      .select({ at: sql<Date>`${moment.toISOString()}::timestamptz(3)` })
      .from(manuals)
      .limit(1);
    const [row] = await query;
    expect(row?.at).toEqual(moment);
  });

  test("errors carry the code and the constraint through the ORM's own error", async () => {
    const manual = aManual();
    await db.insert(manuals).values(manual);
    const again = await db
      .insert(manuals)
      .values(manual)
      .catch((error) => error);
    expect(violation(again)).toEqual({ code: "23505", constraint: "manuals_sha256_unique" });
    const orphan = await db
      .insert(listingOutbox)
      .values({ manualId: 999_999 })
      .catch((error) => error);
    expect(violation(orphan)?.code).toBe("23503");
    const price = await db
      .insert(manuals)
      .values(aManual({ price: -1 }))
      .catch((error) => error);
    expect(violation(price)).toEqual({ code: "23514", constraint: "manuals_price" });
    const nonsense = await db.execute(sql`select * from no_such_table`).catch((error) => error);
    expect(codeOf(nonsense)).toBe("42P01");
    expect(violation(nonsense)).toBeNull();
  });

  test("claims that race with skip locked never take the same row twice", async () => {
    const [platform] = await db.insert(platforms).values(aPlatform()).returning();
    const many = await db
      .insert(manuals)
      .values(Array.from({ length: 40 }, () => aManual()))
      .returning();
    const listings = await db
      .insert(platformListings)
      .values(many.map((manual) => aListing(manual.id, platform?.id ?? 0)))
      .returning();
    await db
      .insert(listingWork)
      .values(
        listings.map((listing) => ({ listingId: listing.id, platformId: listing.platformId, due: moment })),
      );
    const claim = () =>
      db.execute(sql`
        with picked as (
          select listing_id from listing_work where due <= ${moment.toISOString()}::timestamptz
          order by due, listing_id limit 7 for update skip locked
        )
        update listing_work set due = due + interval '1 hour', fence = nextval('listing_fence')
        from picked where listing_work.listing_id = picked.listing_id
        returning listing_work.listing_id as id, listing_work.fence`);
    const claimed = z.object({ id: z.number(), fence: z.number() });
    const results = await Promise.all(Array.from({ length: 8 }, claim));
    const all = results.flatMap((result) => rows(result, claimed));
    expect(new Set(all.map((row) => row.id)).size).toBe(all.length);
    expect(all.length).toBe(40);
    expect(new Set(all.map((row) => row.fence)).size).toBe(40);
    await db.insert(listingSteps).values(
      all.map(({ id, fence }) => ({
        listingId: id,
        generation: 1,
        step: "plan",
        fence,
        outcome: {},
        at: moment,
      })),
    );
    expect((await db.select().from(listingSteps)).every((step) => Number.isInteger(step.id))).toBe(true);
  });
});
