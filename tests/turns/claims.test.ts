import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { postgresStore } from "@/lib/agent/postgres-store";
import type { Work } from "@/lib/agent/store";
import { factsOf } from "../simulation/facts";
import { at, plan } from "./one-turn";
import { aListing } from "./rows";
import { PLATFORM, storeStage, time } from "./stored";

const stage = storeStage();
const { claim, pending, all } = stage;
const idsOf = (claimed: Work[]) => claimed.map(({ listingId }) => listingId);

describe("a claim", () => {
  it("hands out everything that a step needs to know", async () => {
    const overrides = { title: "Given", price: 700 };
    await aListing(
      stage.db,
      1,
      PLATFORM,
      { generation: 4, platformListingId: "r1", overrides },
      {
        due: at(0),
        step: "publish",
        attempt: 2,
        misses: 3,
        intentAt: at(-9),
        plan,
        notes: { kept: 1 },
      },
    );
    const [work] = await claim();
    expect(work).toEqual({
      listingId: 1,
      platformId: PLATFORM,
      fence: expect.any(Number),
      leaseUntil: at(180),
      step: "publish",
      attempt: 2,
      misses: 3,
      intentAt: at(-9),
      plan,
      notes: { kept: 1 },
      generation: 4,
      key: `ws-1-${PLATFORM}`,
      slug: "m-1",
      remoteId: "r1",
      overrides,
      manual: { ...factsOf(1).manual, file: { ...factsOf(1).manual.file, sha256: "f1" } },
      sent: { title: null, description: null, tags: [], price: null, currency: null },
    });
    await stage.db.execute(sql`update manuals set has_text = null`);
    const [again] = await claim({ now: at(180) });
    expect(again?.manual.hasText).toBe(false);
  });

  it.each(["plan", "create", "upload", "enrich", "publish", "verify", "price"])(
    "knows the step %s",
    async (step) => {
      await aListing(stage.db, 1, PLATFORM, {}, { due: at(0), step });
      expect(await claim()).toMatchObject([{ step }]);
    },
  );

  it("takes what is due, oldest first and then by number, up to its limit", async () => {
    const dues = { 1: 0, 2: -5, 3: 0.001, 4: -5, 5: -9 };
    for (const [id, due] of Object.entries(dues))
      await aListing(stage.db, Number(id), PLATFORM, {}, { due: at(due) });
    // Without the index that happens to have this order.
    await stage.db.transaction(async (tx) => {
      for (const way of ["indexscan", "bitmapscan"])
        await tx.execute(sql.raw(`set local enable_${way} = off`));
      const query = { platformId: PLATFORM, now: at(0), leaseMs: 180_000 };
      const take = async (limit: number) => idsOf(await postgresStore(tx).claim({ ...query, limit }));
      expect(await take(1)).toEqual([5]);
      expect((await take(2)).sort()).toEqual([2, 4]);
      expect(await take(5)).toEqual([1]);
      expect(await take(5)).toEqual([]);
    });
  });

  it("is a lease: due again after it, for the next one, under a higher fence", async () => {
    await pending(1);
    const [first] = await claim();
    expect(await all("listing_work")).toMatchObject([{ due: time(at(180)), fence: first?.fence }]);
    expect(await claim({ now: at(179.999) })).toEqual([]);
    const [second] = await claim({ now: at(180) });
    expect(second?.fence).toBeGreaterThan(first?.fence ?? Number.POSITIVE_INFINITY);
  });

  it("is only about its platform", async () => {
    await pending(1);
    await aListing(stage.db, 2, 1, {}, { due: at(-1) });
    expect(idsOf(await claim())).toEqual([1]);
  });

  it("does not wait for a row that another one is just taking", async () => {
    await pending(1);
    await pending(2);
    await stage.db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from listing_work where listing_id = 1 for update`);
      expect(idsOf(await claim())).toEqual([2]);
    });
  });

  it("gives nothing where the platform or the agent is off, or its credentials are not known to be good", async () => {
    await pending(1);
    for (const [off, on] of [
      [
        sql`update platforms set is_active = false where id = ${PLATFORM}`,
        sql`update platforms set is_active = true`,
      ],
      [sql`update settings set agent_enabled = false`, sql`update settings set agent_enabled = true`],
      [
        sql`update platforms set credentials_status = 'error' where id = ${PLATFORM}`,
        sql`update platforms set credentials_status = 'verified'`,
      ],
    ] as const) {
      await stage.db.execute(off);
      expect(await claim()).toEqual([]);
      await stage.db.execute(on);
    }
    await stage.db.execute(
      sql`update platforms set credentials_status = 'not_configured', list_by_hand = true`,
    );
    expect(idsOf(await claim())).toEqual([1]);
  });
});
