import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Work } from "@/lib/agent/store";
import { at, plan } from "./one-turn";
import { PLATFORM, storeStage, time } from "./stored";
import { change } from "./written";

const stage = storeStage();
const { all } = stage;
let work: Work;
beforeEach(async () => {
  work = await stage.claimed();
});
const mine = async () => (await all("platform_listings"))[0];
const other = async () => (await all("platform_listings"))[1];

describe("a claimed listing that moves on", () => {
  it("moves it on, with a plan, its proposal and a line of the journal, and touches no other", async () => {
    const before = [(await all("listing_work"))[1], await other()];
    const journal = { step: "plan", outcome: { title: "Manual 1" } };
    expect(await stage.store.advance(work, { ...change, plan, journal })).toEqual({ owned: true, on: true });
    expect((await all("listing_work"))[0]).toEqual({
      listing_id: 1,
      platform_id: PLATFORM,
      due: time(at(60)),
      fence: work.fence,
      step: "create",
      attempt: 2,
      misses: 3,
      intent_at: time(at(1)),
      plan,
      notes: { kept: 1 },
    });
    expect(await mine()).toMatchObject({
      error_message: "It waits.",
      seo_title: "Manual 1",
      description: plan.description,
      tags: plan.tags,
      price: 1299,
      currency: "USD",
      title: "Manual 1",
      platform_listing_id: null,
      generation: 1,
      status: "pending",
    });
    expect(await all("listing_steps")).toEqual([
      {
        id: expect.any(Number),
        listing_id: 1,
        generation: 1,
        step: "plan",
        fence: work.fence,
        outcome: { title: "Manual 1" },
        at: time(at(2)),
      },
    ]);
    expect([(await all("listing_work"))[1], await other()]).toEqual(before);
  });

  it("keeps the plan and the proposal that are there when it brings none", async () => {
    await stage.store.advance(work, { ...change, plan });
    await stage.store.advance(work, { ...change, step: "upload", message: null });
    expect((await all("listing_work"))[0]).toMatchObject({ step: "upload", plan });
    expect(await mine()).toMatchObject({ seo_title: "Manual 1", error_message: null });
    expect(await all("listing_steps")).toEqual([]);
  });

  it("records a remote id once, and forgets it only when the platform says it is gone", async () => {
    await stage.store.advance(work, { ...change, remoteId: "r1" });
    await stage.store.advance(work, { ...change, remoteId: "r2" });
    await stage.db.execute(
      sql`update platform_listings set platform_url = 'https://market.example/r1' where id = 1`,
    );
    expect(await mine()).toMatchObject({ platform_listing_id: "r1", generation: 1 });
    await stage.store.advance(work, { ...change, gone: true });
    expect(await mine()).toMatchObject({ platform_listing_id: null, platform_url: null, generation: 2 });
    expect(await other()).toMatchObject({ generation: 1 });
  });

  it("tells when the platform or the agent was switched off, and writes all the same", async () => {
    for (const off of [
      sql`update platforms set is_active = false where id = ${PLATFORM}`,
      sql`update platforms set is_active = true, credentials_status = 'error' where id = ${PLATFORM}`,
      sql`update platforms set credentials_status = 'verified'`,
      sql`update settings set agent_enabled = false`,
    ].entries()) {
      await stage.db.execute(off[1]);
      expect(await stage.store.advance(work, change), `${off[0]}`).toEqual({ owned: true, on: off[0] === 2 });
    }
    await stage.db.execute(sql`update settings set agent_enabled = true`);
    await stage.db.execute(sql`update platforms set is_active = false where id <> ${PLATFORM}`);
    expect(await stage.store.advance(work, change)).toEqual({ owned: true, on: true });
  });
});
