import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { quotas } from "@/db/schema/platforms";
import { type Budgets, postgresBudgets, quotaRows } from "@/lib/agent/budget";
import { opener } from "../support/database";
import { at } from "./one-turn";
import { emptyWorkspace } from "./rows";

const PLATFORM = 1;
const open = opener("pg");
let db: Db;
let budgets: Budgets;
beforeAll(async () => {
  ({ db } = await open({ maxConnections: 4 }));
  budgets = postgresBudgets(db, "platform");
});
beforeEach(() => emptyWorkspace(db));

/** The rows of bucket `all`: the pace and the day. */
const all = async () =>
  (await db.select().from(quotas).orderBy(quotas.seconds)).flatMap(({ platformId, bucket, ...row }) =>
    platformId === PLATFORM && bucket === "all" ? [row] : [],
  );
const set = (seconds: number, change: Partial<typeof quotas.$inferInsert>) =>
  db.update(quotas).set(change).where(sql`platform_id = ${PLATFORM} and seconds = ${seconds}`);
const take = (calls: number, seconds = 0) => budgets.take(PLATFORM, { all: calls }, at(seconds));
/** The day of the tests began twelve hours before them. */
const day = at(-12 * 3_600);

describe("the rows of a budget", () => {
  it("are one for the pace and one for each window of each bucket, and the background's share", () => {
    const windows = [
      { seconds: 60, limit: 10 },
      { seconds: 3600, limit: 20 },
    ];
    expect(quotaRows({ create: { perSecond: null, windows }, all: { perSecond: 5, windows: [] } })).toEqual([
      { bucket: "create", seconds: 0, cap: 1_000 },
      { bucket: "create", seconds: 60, cap: 10 },
      { bucket: "create", seconds: 3600, cap: 20 },
      { bucket: "all", seconds: 0, cap: 5 },
      { bucket: "background", seconds: 3600, cap: 20 },
    ]);
  });
});

describe("calls that are taken", () => {
  it("move the pace on by their number and count in the window of their moment", async () => {
    expect(await take(10)).toEqual({ granted: true, startAt: at(0), intervalMs: 200 });
    expect(await all()).toEqual([
      { seconds: 0, cap: 5, used: 10, started: at(2) },
      { seconds: 86_400, cap: 5_000, used: 10, started: day },
    ]);
    expect(await take(5, 1)).toEqual({ granted: true, startAt: at(2), intervalMs: 200 });
    expect(await all()).toMatchObject([{ started: at(3) }, { used: 15, started: day }]);
  });

  it("begin the next window anew", async () => {
    await set(86_400, { used: 4_999, started: at(-36 * 3_600) });
    await take(2);
    expect((await all())[1]).toMatchObject({ used: 2, started: day });
  });

  it("may fill a window to its cap, and one turn may be larger than an empty one", async () => {
    await set(86_400, { cap: 3 });
    expect(await take(1)).toEqual({ granted: true, startAt: at(0), intervalMs: 200 });
    expect(await take(2)).toMatchObject({ granted: true });
    expect(await take(1)).toEqual({ granted: false, retryAt: at(12 * 3_600) });
    expect((await all())[1]).toMatchObject({ used: 3 });
    await set(86_400, { used: 0 });
    expect(await take(4)).toMatchObject({ granted: true });
  });

  it("may begin five seconds from now, and no later", async () => {
    await set(0, { started: at(5) });
    expect(await take(1)).toEqual({ granted: true, startAt: at(5), intervalMs: 200 });
    await set(0, { started: at(5.001) });
    expect(await take(1)).toEqual({ granted: false, retryAt: at(5.001) });
  });

  it("of a bucket that the platform does not limit are granted once it is looked at again", async () => {
    expect(await budgets.take(PLATFORM, { unknown: 1 }, at(0))).toEqual({ granted: false, retryAt: at(5) });
  });
});

describe("where nothing may be listed", () => {
  it("no calls are granted, except that sales are read on a platform that only does not list", async () => {
    await db.execute(sql`update platforms set is_active = false where id = ${PLATFORM}`);
    expect(await take(1)).toEqual({ granted: false, retryAt: null });
    expect(await budgets.take(PLATFORM, { all: 1 }, at(0), "reading")).toMatchObject({ granted: true });
    const nothing = { granted: false, retryAt: null };
    for (const off of [
      sql`update platforms set is_active = true, credentials_status = 'error' where id = ${PLATFORM}`,
      sql`with on_again as (update platforms set credentials_status = 'verified') update settings set agent_enabled = false`,
    ]) {
      await db.execute(off);
      expect(await take(1)).toEqual(nothing);
      expect(await budgets.take(PLATFORM, { all: 1 }, at(0), "reading")).toEqual(nothing);
    }
    expect((await all())[1]).toMatchObject({ used: 1 });
  });

  it("none are granted even where budgets are taken away; else all are, at once, and none are counted", async () => {
    const free = postgresBudgets(db, "none");
    expect(await free.take(PLATFORM, { all: 1 }, at(0))).toEqual({
      granted: true,
      startAt: at(0),
      intervalMs: 0,
    });
    expect((await all())[1]).toMatchObject({ used: 0 });
    await db.execute(sql`update settings set agent_enabled = false`);
    expect(await free.take(PLATFORM, { all: 1 }, at(0))).toEqual({ granted: false, retryAt: null });
  });
});

describe("what the platform says", () => {
  it("holds one bucket back until a moment, and is never shortened", async () => {
    await budgets.block(PLATFORM, "all", at(100));
    await budgets.block(PLATFORM, "all", at(50));
    await budgets.block(PLATFORM, "create", at(900));
    await budgets.block(2, "all", at(900));
    expect(await all()).toMatchObject([{ started: at(100) }, { started: new Date(0) }]);
    expect(await take(1)).toEqual({ granted: false, retryAt: at(100) });
  });

  it("about its limits is learnt for pace and day, whatever it leaves out", async () => {
    await budgets.learn(PLATFORM, { perSecond: 4 });
    expect(await all()).toMatchObject([
      { cap: 4, used: 0 },
      { cap: 5_000, used: 0 },
    ]);
    await budgets.learn(PLATFORM, { remainingToday: 4_000 });
    expect(await all()).toMatchObject([{ cap: 4 }, { cap: 5_000, used: 1_000 }]);
    await budgets.learn(PLATFORM, { perDay: 2_000 });
    expect(await all()).toMatchObject([{ cap: 4 }, { cap: 2_000, used: 1_000 }]);
    await budgets.learn(PLATFORM, { perDay: 2_000, remainingToday: 1_500 });
    expect(await all()).toMatchObject([{ used: 0 }, { used: 1_000 }]);
    await budgets.learn(PLATFORM, { perDay: 2_000, remainingToday: 0 });
    expect(await all()).toMatchObject([{ used: 0 }, { used: 2_000 }]);
    await budgets.learn(PLATFORM, { perDay: 0, perSecond: 0 });
    expect(await all()).toMatchObject([{ cap: 4 }, { cap: 2_000, used: 2_000 }]);
  });

  it("about its calls changes that bucket's pace and day, and no other row", async () => {
    const GUMROAD = 2;
    await db
      .insert(quotas)
      .values({ platformId: GUMROAD, bucket: "all", seconds: 60, cap: 900, started: at(0) });
    const changed = async (act: () => Promise<unknown>) => {
      const list = () => db.select().from(quotas).orderBy(quotas.platformId, quotas.bucket, quotas.seconds);
      const before = await list();
      await act();
      return (await list()).flatMap((row, n) =>
        JSON.stringify(row) === JSON.stringify(before[n])
          ? []
          : [`${row.platformId} ${row.bucket} ${row.seconds}`],
      );
    };
    expect(
      await changed(() => budgets.learn(GUMROAD, { perSecond: 1, perDay: 1, remainingToday: 0 })),
    ).toEqual(["2 all 0"]);
    expect(await changed(() => budgets.block(GUMROAD, "all", at(1)))).toEqual(["2 all 0"]);
    expect(await changed(() => budgets.take(GUMROAD, { all: 1 }, at(0)))).toEqual(["2 all 0", "2 all 60"]);
    await db.execute(
      sql`delete from quotas where platform_id = ${GUMROAD} and bucket = 'all' and seconds = 60`,
    );
  });

  it("counts what each bucket is asked for, begins with the latest and goes at the slowest", async () => {
    const GUMROAD = 2;
    await db.execute(sql`update quotas set cap = 1000 where bucket = 'create' and seconds = 0`);
    await budgets.block(GUMROAD, "create", at(3));
    const grant = await budgets.take(GUMROAD, { all: 10, create: 1 }, at(0));
    expect(grant).toEqual({ granted: true, startAt: at(3), intervalMs: 200 });
    const used = await db.select().from(quotas).where(sql`platform_id = ${GUMROAD} and used > 0`);
    expect(new Set(used.map(({ bucket, used }) => `${bucket} ${used}`))).toEqual(
      new Set(["all 10", "create 1"]),
    );
  });

  it("for two reasons holds it back until the later one is over", async () => {
    await budgets.block(PLATFORM, "all", at(100));
    await set(86_400, { cap: 3, used: 3, started: day });
    expect(await take(1)).toEqual({ granted: false, retryAt: at(12 * 3_600) });
  });
});

describe("two workers that ask at the same moment", () => {
  it("get no more together than there is", async () => {
    await set(86_400, { cap: 3, used: 2, started: day });
    const both = await db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from quotas for update`);
      const takes = Promise.all([take(1), take(1)]);
      const waiting = sql`select count(*)::int as n from pg_locks where not granted`;
      const row = z.object({ n: z.number() });
      while ((rows(await tx.execute(waiting), row)[0]?.n ?? 0) < 2)
        await new Promise((next) => setTimeout(next, 5));
      return { takes };
    });
    expect((await both.takes).filter(({ granted }) => granted)).toHaveLength(1);
  });
});
