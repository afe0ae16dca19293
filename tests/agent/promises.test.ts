import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { drainOutbox } from "@/lib/agent/outbox";
import { postgresStore } from "@/lib/agent/postgres-store";
import { opener } from "../support/database";
import { expectEtsyComplete, expectGumroadComplete, readCalls } from "./books";
import { actions, cycle, listings, openStage, runDry, type Stage } from "./stage";

const open = opener("pg");
let stage: Stage;
afterEach(() => stage.close());

describe("the fence", () => {
  beforeEach(async () => {
    stage = await openStage(open, { platforms: ["gumroad"] });
    await stage.manual("Fenced");
    await drainOutbox(stage.app.db, () => new Date(), new Date(Date.now() + 5_000));
  });

  const everything = async () => {
    const found = await stage.app.db.execute(
      sql`select (select jsonb_agg(to_jsonb(w)) from listing_work w) as work, (select jsonb_agg(to_jsonb(l)) from platform_listings l) as listings,
        (select count(*) from listing_steps) as journal, (select count(*) from action_queue) as actions`,
    );
    return rows(found, z.record(z.string(), z.unknown()));
  };

  it("whoever lost a listing to another worker can neither move it on nor end it", async () => {
    const store = postgresStore(stage.app.db);
    const claim = (seconds: number) =>
      store.claim({ platformId: 2, limit: 5, now: new Date(Date.now() + seconds * 1_000), leaseMs: 10_000 });
    const [old] = await claim(1);
    expect(await claim(2)).toEqual([]);
    const [now] = await claim(60);
    if (!old || !now) throw new Error("nothing was claimed");
    expect(now.fence).toBeGreaterThan(old.fence);
    const before = await everything();
    const at = new Date();
    const change = {
      due: at,
      intentAt: at,
      notes: { late: true },
      attempt: 5,
      misses: 5,
      message: "late",
      at,
    };
    const journal = { step: "create", outcome: { created: "late" } };
    expect(await store.advance(old, { ...change, step: "verify", remoteId: "late", journal })).toMatchObject({
      owned: false,
    });
    const end = { message: "late", intentAt: null, notes: {}, attempt: 1, journal, at };
    for (const status of ["listed", "error", "action_required"] as const) {
      expect(await store.finish([{ ...end, work: old, status }])).toEqual({
        ends: [{ owned: false, asked: false }],
        next: [],
      });
    }
    expect(await everything()).toEqual(before);
    expect(await store.advance(now, { ...change, step: "create" })).toEqual({ owned: true, on: true });
  });

  it("eight claims at once hand out each listing once", async () => {
    for (let n = 0; n < 12; n += 1) await stage.manual(`Claimed ${n}`);
    await drainOutbox(stage.app.db, () => new Date(), new Date(Date.now() + 5_000));
    const store = postgresStore(stage.app.db);
    const query = { platformId: 2, limit: 3, now: new Date(Date.now() + 1_000), leaseMs: 10_000 };
    const claimed = (await Promise.all(Array.from({ length: 8 }, () => store.claim(query)))).flat();
    expect(claimed).toHaveLength(13);
    expect(new Set(claimed.map(({ listingId }) => listingId)).size).toBe(13);
    expect(new Set(claimed.map(({ fence }) => fence)).size).toBe(13);
  });

  it("what ends a batch claims the next: not what it ended, and one question for one cause", async () => {
    for (let n = 0; n < 4; n += 1) await stage.manual(`Batch ${n}`);
    await drainOutbox(stage.app.db, () => new Date(), new Date(Date.now() + 5_000));
    const store = postgresStore(stage.app.db);
    const claim = (limit: number) => ({
      platformId: 2,
      limit,
      now: new Date(Date.now() + 1_000),
      leaseMs: 1,
    });
    const batch = await store.claim(claim(3));
    const [lost] = batch;
    if (!lost) throw new Error("nothing was claimed");
    const end = {
      status: "action_required",
      message: null,
      intentAt: null,
      notes: {},
      attempt: 0,
      at: new Date(),
    } as const;
    const ask = {
      actionType: "provide_data",
      cause: "price_factor:platform:2",
      priority: 1,
      title: "Which price?",
      description: "",
      prompt: "",
      inputType: "text",
      inputOptions: [],
      context: {},
      platformId: 2,
      listingId: null,
      manualId: null,
    } as const;
    const ends = batch.map((work) => ({
      ...end,
      work: work === lost ? { ...work, fence: work.fence - 1 } : work,
      ask: { ...ask, inputOptions: [] },
    }));
    const { ends: told, next } = await store.finish(ends, claim(9));
    expect(told).toEqual([
      { owned: false, asked: false },
      { owned: true, asked: true },
      { owned: true, asked: false },
    ]);
    expect((await actions(stage.app)).map(({ cause }) => cause)).toEqual([ask.cause]);
    const all = await listings(stage.app);
    expect(all.filter(({ hold }) => hold === ask.cause)).toHaveLength(2);
    // The lease was over at once: what was claimed next is all that is left but the batch itself.
    expect(next.map(({ listingId }) => listingId)).toEqual(
      all.map(({ id }) => id).filter((id) => !batch.some(({ listingId }) => listingId === id)),
    );
    expect(next.every(({ fence }) => fence > Math.max(...batch.map((work) => work.fence)))).toBe(true);
  });

  it("a remote id is recorded once and never replaced, except when the platform said it is gone", async () => {
    const store = postgresStore(stage.app.db);
    const [work] = await store.claim({
      platformId: 2,
      limit: 1,
      now: new Date(Date.now() + 1_000),
      leaseMs: 1,
    });
    if (!work) throw new Error("nothing was claimed");
    const at = new Date();
    const change = {
      step: "upload",
      due: at,
      intentAt: null,
      notes: {},
      attempt: 0,
      misses: 0,
      message: null,
      at,
    } as const;
    await store.advance(work, { ...change, remoteId: "first" });
    await store.advance(work, { ...change, remoteId: "second" });
    expect((await listings(stage.app))[0]).toMatchObject({ remoteId: "first", generation: 1 });
    await store.advance(work, { ...change, gone: true });
    expect((await listings(stage.app))[0]).toMatchObject({ remoteId: null, generation: 2 });
  });
});

describe("what costs money or shows to buyers", () => {
  it.each([
    ["etsy", "PATCH", /\/shops\/\d+\/listings\/\d+$/],
    ["gumroad", "PUT", /\/enable$/],
  ] as const)(
    "a publish whose answer was lost is looked at, not repeated (%s)",
    async (platform, method, path) => {
      stage = await openStage(open, { platforms: [platform] });
      await stage.manual("Once");
      stage.network = (next) => async (url, init) => {
        const answer = await next(url, init);
        if (init.method === method && path.test(new URL(url).pathname)) throw new TypeError("fetch failed");
        return answer;
      };
      await runDry(stage);
      const calls = (await readCalls(stage, platform)).last;
      expect(calls.filter((call) => call.method === method && path.test(call.path))).toHaveLength(1);
      await (platform === "etsy" ? expectEtsyComplete : expectGumroadComplete)(stage, ["Once"]);
    },
  );

  it("a draft that shows late in lists is waited for, even when somebody wants the listing tried at once", async () => {
    stage = await openStage(open, { platforms: ["etsy"] });
    await stage.markets.doors.etsy("POST", "set", { list_lag_ms: 300 });
    await stage.manual("Late");
    let lost = false;
    stage.network = (next) => async (url, init) => {
      const answer = await next(url, init);
      if (lost || init.method !== "POST") return answer;
      lost = true;
      throw new TypeError("fetch failed");
    };
    await cycle(stage.app, 1_100);
    await stage.app.db.execute(sql`update listing_work set due = now() - interval '1 second'`);
    await runDry(stage);
    const creates = (await readCalls(stage, "etsy")).last.filter(
      ({ method, path }) => method === "POST" && path.endsWith("/listings"),
    );
    expect(creates).toHaveLength(1);
    await expectEtsyComplete(stage, ["Late"]);
  });

  it.each(["presign", "direct_uploads", "enable"])(
    "a product that the seller deletes before our %s is made anew, once",
    async (call) => {
      stage = await openStage(open, { platforms: ["gumroad"] });
      await stage.manual("Deleted");
      let deleted = false;
      stage.network = (next) => async (url, init) => {
        if (!deleted && url.endsWith(`/${call}`)) {
          deleted = true;
          const [listing] = await listings(stage.app);
          const id = encodeURIComponent(listing?.remoteId ?? "");
          const { origin } = new URL(url);
          expect(
            (await fetch(`${origin}/v2/products/${id}`, { method: "DELETE", headers: init.headers })).status,
          ).toBe(200);
          throw new TypeError("fetch failed");
        }
        return next(url, init);
      };
      await runDry(stage);
      await expectGumroadComplete(stage, ["Deleted"]);
    },
  );

  it.each(["/files", "/inventory"])(
    "a draft that the seller deletes before our %s is made anew, once",
    async (call) => {
      stage = await openStage(open, { platforms: ["etsy"] });
      await stage.manual("Deleted");
      let deleted = false;
      stage.network = (next) => async (url, init) => {
        if (!deleted && init.method !== "GET" && url.endsWith(call)) {
          deleted = true;
          const [listing] = await listings(stage.app);
          const headers = new Headers(init.headers);
          headers.delete("content-type");
          const { origin } = new URL(url);
          const path = `/v3/application/listings/${listing?.remoteId}`;
          expect((await fetch(origin + path, { method: "DELETE", headers })).status).toBe(204);
        }
        return next(url, init);
      };
      await runDry(stage);
      await expectEtsyComplete(stage, ["Deleted"]);
    },
  );
});
