import type { Store } from "@/lib/agent/store";
import type { Lane } from "@/lib/agent/turn";
import type { ApiPlatform } from "@/lib/platforms/platform";
import type { Scheduler, Worker } from "./scheduler";
import { sessionOf } from "./session";
import { timing } from "./settings";

/** A worker's lane on virtual time: no budgets, no end, credentials that last. */
export function laneFor(
  scheduler: Scheduler,
  worker: Worker,
  { platformId, platform, store }: { platformId: number; platform: ApiPlatform; store: Store },
): Lane {
  const world = {
    fetch: async () => new Response(),
    now: () => new Date(scheduler.now),
    random: scheduler.random,
    sleep: (ms: number) => scheduler.point(worker, ms),
  };
  return {
    platform,
    platformId,
    account: { name: "Market", currency: "USD", facts: {} },
    priceFactor: null,
    publish: "auto",
    store,
    budgets: {
      take: async (_platform, _need, now) => ({ granted: true, startAt: now, intervalMs: 0 }),
      block: async () => {},
      learn: async () => {},
    },
    timing,
    world,
    startedAt: new Date(scheduler.now),
    deadline: new Date(scheduler.now + 10 ** 9),
    calls: { nextAt: 0 },
    open: async (hooks) => sessionOf(world, hooks),
    learn: async () => {},
    signedOut: async () => false,
  };
}
