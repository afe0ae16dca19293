import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Db } from "@/db/client";
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
  ({ db } = await open({ maxConnections: 2 }));
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
    expect(await take(3)).toMatchObject({ granted: true });
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

  it("about one platform's calls changes no other bucket and no other platform", async () => {
    const others = async () =>
      (await db.select().from(quotas).orderBy(quotas.platformId, quotas.bucket, quotas.seconds)).filter(
        ({ platformId, bucket }) => platformId !== PLATFORM || bucket !== "all",
      );
    const before = await others();
    expect(before.length).toBeGreaterThan(0);
    await budgets.learn(PLATFORM, { perSecond: 1, perDay: 1, remainingToday: 0 });
    await budgets.block(PLATFORM, "all", at(5));
    await take(1);
    expect(await others()).toEqual(before);
  });
});
