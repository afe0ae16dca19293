import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { priceChanges } from "@/db/schema/revenue";
import type { Finish, Work } from "@/lib/agent/store";
import { at, plan } from "./one-turn";
import { PLATFORM, storeStage, tables, time } from "./stored";
import { ask, change, listed } from "./written";

const stage = storeStage();
const { all, claim } = stage;
let work: Work;
beforeEach(async () => {
  work = await stage.claimed();
});
const finish = async (ended: Work, end: Finish) =>
  (await stage.store.finish([{ work: ended, ...end }])).ends[0];
const mine = async () => (await all("platform_listings"))[0];
const other = async () => (await all("platform_listings"))[1];

describe("the end of the work on a claimed listing", () => {
  it("ends it as listed with what the platform shows; the price step it was for is done", async () => {
    const step = { priceBefore: 1299, views: 5, at: at(-5) };
    await stage.db.insert(priceChanges).values([
      { ...step, listingId: 1, priceAfter: 1199, currency: "EUR" },
      { ...step, listingId: 1, priceAfter: 1199, currency: "USD" },
      { ...step, listingId: 1, priceAfter: 1198, currency: "EUR" },
      { ...step, listingId: 2, priceAfter: 1199, currency: "EUR" },
      { ...step, listingId: 1, priceAfter: 1199, currency: "EUR", appliedAt: at(-4) },
    ]);
    await stage.store.advance(work, { ...change, remoteId: "r1" });
    const journal = { step: "verify", outcome: { files: 1 } };
    expect(await finish(work, { ...listed, journal })).toEqual({ owned: true, asked: false });
    expect(await mine()).toMatchObject({
      status: "listed",
      title: "As shown",
      price: 1199,
      currency: "EUR",
      platform_url: "https://market.example/r1",
      listed_at: time(at(2)),
      error_message: null,
      hold: null,
      resume: null,
      seo_title: null,
    });
    expect((await all("listing_work")).map(({ listing_id }) => listing_id)).toEqual([2]);
    expect((await all("price_changes")).map(({ applied_at }) => applied_at)).toEqual([
      time(at(2)),
      null,
      null,
      null,
      time(at(-4)),
    ]);
    expect(await all("listing_steps")).toMatchObject([
      { listing_id: 1, step: "verify", outcome: { files: 1 } },
    ]);
    expect(await other()).toMatchObject({ status: "pending", error_message: "other", listed_at: null });
    expect(await all("action_queue")).toEqual([]);
  });

  it("ends it as active when it was, and keeps the day on which it was listed first", async () => {
    await stage.store.advance(work, { ...change, remoteId: "r1" });
    await stage.db.execute(
      sql`update platform_listings set status = 'active', listed_at = ${at(-1_000)} where id = 1`,
    );
    await finish(work, listed);
    expect(await mine()).toMatchObject({ status: "active", listed_at: time(at(-1_000)) });
  });

  it("rests it with what the next try needs, and asks once", async () => {
    const end: Finish = {
      status: "action_required",
      message: "No.",
      ask,
      plan,
      intentAt: at(1),
      notes: { kept: 1 },
      attempt: 2,
      at: at(2),
    };
    await stage.db.execute(
      sql`update platform_listings set status = 'active', platform_listing_id = 'r1' where id = 1`,
    );
    expect(await finish(work, end)).toEqual({ owned: true, asked: true });
    expect(await mine()).toMatchObject({
      status: "action_required",
      error_message: "No.",
      hold: ask.cause,
      resume: { intentAt: at(1).toISOString(), notes: { kept: 1 }, attempt: 2 },
      seo_title: "Manual 1",
      price: 1299,
      title: "Manual 1",
      listed_at: null,
    });
    expect(await all("action_queue")).toEqual([
      expect.objectContaining({
        action_type: "provide_data",
        cause: ask.cause,
        priority: 60,
        title: "What is it?",
        description: "It was refused.",
        prompt: "New value",
        input_type: "selection",
        input_options: ask.inputOptions,
        context: ask.context,
        status: "pending",
        created_at: time(at(2)),
        expires_at: time(at(2 + 14 * 86_400)),
        platform_id: PLATFORM,
        listing_id: 1,
        manual_id: 1,
      }),
    ]);
    const [second] = await claim({ now: at(600) });
    if (!second) throw new Error("nothing was claimed");
    expect(await finish(second, end)).toEqual({ owned: true, asked: false });
    expect(await all("action_queue")).toHaveLength(1);
    expect(await other()).toMatchObject({ status: "action_required", hold: ask.cause });
  });

  it("rests it without a question", async () => {
    const end = { ...listed, shown: undefined, status: "error" as const, message: "It broke." };
    expect(await finish(work, end)).toEqual({ owned: true, asked: false });
    expect(await mine()).toMatchObject({ status: "error", hold: null, error_message: "It broke." });
    expect((await mine())?.resume).toMatchObject({ intentAt: null, attempt: 2 });
  });
});

describe("a write about a claimed listing", () => {
  it("keeps text that a database cannot keep as it came, as near as it can", async () => {
    const odd = "a\0b\uD800";
    const kept = "a\uFFFDb\uFFFD";
    await stage.store.advance(work, {
      ...change,
      message: odd,
      notes: { odd },
      plan: { ...plan, tags: [odd] },
      journal: { step: "plan", outcome: { odd } },
    });
    expect((await all("listing_work"))[0]).toMatchObject({ notes: { odd: kept } });
    expect(await mine()).toMatchObject({ error_message: kept, tags: [kept] });
    await finish(work, {
      ...listed,
      status: "action_required",
      message: odd,
      notes: { odd },
      shown: { title: odd, price: { amount: 1, currency: "USD" }, url: null },
      ask: { ...ask, title: odd, description: odd, prompt: odd, context: { odd } },
    });
    expect(await mine()).toMatchObject({
      title: kept,
      error_message: kept,
      resume: { notes: { odd: kept } },
    });
    expect(await all("action_queue")).toMatchObject([
      { title: kept, description: kept, prompt: kept, context: { odd: kept } },
    ]);
  });

  it("changes nothing when another worker owns it now", async () => {
    await stage.store.advance(work, { ...change, remoteId: "r1", step: "verify" });
    await stage.db.insert(priceChanges).values({
      ...{ listingId: 1, priceBefore: 1299, priceAfter: 1199, currency: "EUR", views: 5, at: at(-5) },
    });
    const [now] = await claim({ now: at(500), limit: 1 });
    expect(now?.listingId).toBe(1);
    const everything = () => Promise.all(tables.map(all));
    const before = await everything();
    const journal = { step: "verify", outcome: {} };
    expect(await stage.store.advance(work, { ...change, gone: true, plan, journal })).toEqual({
      owned: false,
      on: true,
    });
    const ends = [
      { ...listed, journal },
      { ...listed, status: "action_required", shown: undefined, ask, plan } as const,
    ];
    for (const end of ends) expect(await finish(work, end)).toEqual({ owned: false, asked: false });
    expect(await everything()).toEqual(before);
  });
});
