import { describe, expect, it } from "vitest";
import { runHistory } from "./history";
import type { Faults } from "./market";
import { callsOf } from "./market-facts";
import { inMemory } from "./memory";
import { LISTINGS, timing } from "./settings";
import { listedBetween, runStream } from "./stream";

const LEASE_H = timing.leaseMs / 3_600_000;
const FAULT_H = 0.1;
const SPAN_H = 3;
const listingSteps = ["create", "upload", "enrich", "publish", "verify"] as const;
const SEEDS = [1, 2, 3];
/** Calls of a listing that meets no fault, as the adapter says. */
const MINIMUM = listingSteps.reduce((sum, step) => sum + callsOf[step], 0);

describe("throughput within one lease after a fault, against before", () => {
  it.each<[string, Partial<Faults>]>([
    ["every call is answered with 429", { throttled: 1 }],
    ["every call is answered with 5xx", { error: 1 }],
    ["no call arrives", { requestLost: 1 }],
    ["no answer comes back", { answerLost: 1 }],
    ["every call arrives after the client gave up", { late: 1 }],
    ["every call ends its worker", { crash: 1 }],
    ["every worker sleeps beyond its lease", { pause: 1 }],
  ])(
    "is at least 95 of 100 listings when for six minutes %s",
    async (_name, shares) => {
      let before = 0;
      let after = 0;
      for (const seed of SEEDS) {
        const from = 1 + SPAN_H;
        const to = from + FAULT_H;
        const hours = to + LEASE_H + SPAN_H;
        const faults = [{ shop: 0, from, to, shares }];
        const [shop] = await runStream(seed, { shops: 1, listings: 1_300, hours, faults });
        if (!shop) throw new Error("no shop");
        before += listedBetween(shop, 1, from);
        after += listedBetween(shop, to + LEASE_H, hours);
      }
      expect(after / before).toBeGreaterThanOrEqual(0.95);
    },
    120_000,
  );
});

describe("a platform that hangs", () => {
  /** Listings of two platforms, alone or with a third that never answers. */
  const throughput = async (hung: boolean, sharedWorkers = false) => {
    let listed = 0;
    for (const seed of SEEDS) {
      const faults = [{ shop: 2, from: 0, to: SPAN_H, shares: { requestLost: 1 } }];
      const shops = await runStream(seed, {
        shops: hung ? 3 : 2,
        listings: 600,
        hours: SPAN_H,
        faults,
        sharedWorkers,
      });
      for (const shop of shops.slice(0, 2)) listed += listedBetween(shop, 0, SPAN_H);
    }
    return listed;
  };

  it("slows the others by at most 5 %", async () => {
    expect((await throughput(true)) / (await throughput(false))).toBeGreaterThanOrEqual(0.95);
  }, 120_000);

  it("would slow them by more if platforms shared their workers", async () => {
    expect((await throughput(true, true)) / (await throughput(false, true))).toBeLessThan(0.95);
  }, 120_000);
});

describe("requests a listing", () => {
  it("are the documented minimum without faults", async () => {
    const [shop] = await runStream(1, { shops: 1, listings: 200, hours: 8 });
    expect(shop?.listed).toHaveLength(200);
    expect((shop?.market.requests ?? 0) / 200).toBeLessThanOrEqual(1.1 * MINIMUM);
  });

  it("are at most twice the minimum on the average of histories full of faults", async () => {
    let requests = 0;
    for (let seed = 1; seed <= 500; seed += 1)
      requests += (await runHistory(seed, inMemory, { keepTrace: false })).requests;
    expect(requests / (500 * LISTINGS)).toBeLessThanOrEqual(2 * MINIMUM);
  }, 120_000);
});
