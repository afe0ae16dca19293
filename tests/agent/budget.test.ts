import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { type Budgets, postgresBudgets } from "@/lib/agent/budget";
import type { Need } from "@/lib/platforms/platform";
import { ensureWorkspace } from "@/lib/workspace";
import { eachDriver } from "../support/database";

/** Gumroad's rows: creates 10 a minute, 20 in 64 s, 30 in 512 s, ...; everything 5 a second. */
const GUMROAD = 2;
const ETSY = 1;
/** On an edge of every window but the longest. */
const start = new Date(Math.ceil(Date.UTC(2026, 0, 1) / 61_440_000) * 61_440_000);
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const granted = async (budgets: Budgets, seconds: number, need: Need = { create: 1 }) =>
  (await budgets.take(GUMROAD, need, at(seconds))).granted;

eachDriver("request budgets", (open) => {
  let db: Db;
  let budgets: Budgets;
  beforeAll(async () => {
    db = (await open({ maxConnections: 10 })).db;
  });
  beforeEach(async () => {
    await db.execute(sql`delete from quotas`);
    await ensureWorkspace(db);
    await db.execute(
      sql`update platforms set is_active = true, credentials = 'x', credentials_status = 'verified'`,
    );
    await db.execute(sql`update settings set agent_enabled = true`);
    budgets = postgresBudgets(db, "platform");
  });
  const usedOf = async (bucket: string, seconds: number) => {
    const found = await db.execute(
      sql`select used, cap from quotas where platform_id = ${GUMROAD} and bucket = ${bucket} and seconds = ${seconds}`,
    );
    return rows(found, z.object({ used: z.number(), cap: z.number() }))[0];
  };

  it("the eleventh create of a minute waits for the minute's end, exactly", async () => {
    for (let n = 0; n < 10; n += 1) expect(await granted(budgets, n)).toBe(true);
    expect(await budgets.take(GUMROAD, { create: 1 }, at(30))).toEqual({ granted: false, retryAt: at(60) });
    expect(await granted(budgets, 59.999)).toBe(false);
    expect(await granted(budgets, 60)).toBe(true);
  });

  it("the longer windows count too: the thirty-first create of 512 s waits for their end", async () => {
    for (let n = 0; n < 30; n += 1)
      expect(await granted(budgets, Math.floor(n / 10) * 65 + (n % 10))).toBe(true);
    expect(await budgets.take(GUMROAD, { create: 1 }, at(300))).toEqual({ granted: false, retryAt: at(512) });
  });

  it("takes several buckets together or not at all", async () => {
    for (let n = 0; n < 10; n += 1) await granted(budgets, 0);
    const before = await usedOf("all", 0);
    expect(await granted(budgets, 1, { create: 1, all: 3 })).toBe(false);
    expect(await usedOf("all", 0)).toEqual(before);
  });

  it("spaces calls: a turn begins where the one before it ends", async () => {
    const first = await budgets.take(GUMROAD, { all: 10 }, at(0));
    const second = await budgets.take(GUMROAD, { all: 10 }, at(0));
    expect(first).toEqual({ granted: true, startAt: at(0), intervalMs: 200 });
    expect(second).toEqual({ granted: true, startAt: at(2), intervalMs: 200 });
  });

  it("sends away what would have to wait longer than a worker waits", async () => {
    await budgets.take(GUMROAD, { all: 50 }, at(0));
    expect(await budgets.take(GUMROAD, { all: 1 }, at(1))).toEqual({ granted: false, retryAt: at(10) });
  });

  it("a block of a bucket holds until its moment, and is never shortened", async () => {
    await budgets.block(GUMROAD, "create", at(100));
    await budgets.block(GUMROAD, "create", at(50));
    expect(await budgets.take(GUMROAD, { create: 1 }, at(1))).toEqual({ granted: false, retryAt: at(100) });
    expect(await granted(budgets, 1, { all: 1 })).toBe(true);
    expect(await granted(budgets, 100)).toBe(true);
  });

  it("learns from headers: a smaller day, what is left of it, a slower pace; nonsense is ignored", async () => {
    await budgets.take(ETSY, { all: 1 }, at(0));
    await budgets.learn(ETSY, { perDay: 100, remainingToday: 3, perSecond: 4 });
    const grant = await budgets.take(ETSY, { all: 3 }, at(10));
    expect(grant).toEqual({ granted: true, startAt: at(10), intervalMs: 250 });
    expect((await budgets.take(ETSY, { all: 1 }, at(20))).granted).toBe(false);
    await budgets.learn(ETSY, { perDay: 0, perSecond: 0 });
    expect((await budgets.take(ETSY, { all: 1 }, at(30))).granted).toBe(false);
  });

  it("eight takers at once never exceed the cap", async () => {
    const tries = Array.from({ length: 40 }, () => granted(budgets, 5));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(10);
    expect(await usedOf("create", 60)).toEqual({ used: 10, cap: 10 });
  });

  it("gives nothing on a platform or an agent that is switched off", async () => {
    await db.execute(sql`update platforms set is_active = false where id = ${GUMROAD}`);
    expect(await budgets.take(GUMROAD, { create: 1 }, at(0))).toEqual({ granted: false, retryAt: null });
    await db.execute(sql`update settings set agent_enabled = false`);
    expect(await budgets.take(ETSY, { all: 1 }, at(0))).toEqual({ granted: false, retryAt: null });
  });
});
