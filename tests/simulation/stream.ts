import type { Store, Work } from "@/lib/agent/store";
import { takeTurn } from "@/lib/agent/take-turn";
import { factsOf } from "./facts";
import { laneFor } from "./lane";
import { type Faults, Market } from "./market";
import { MemoryStore } from "./memory-store";
import { Scheduler, type Worker } from "./scheduler";
import { timing } from "./settings";

/** A platform with more listings than it gets through, and what came of it. */
export interface Shop {
  market: Market;
  /** When each listing was listed, epoch ms in virtual time. */
  listed: number[];
}

export interface StreamOptions {
  shops: number;
  listings: number;
  hours: number;
  /** What goes wrong, from when to when (hours), as shares of all calls, on which platform (0 is the first). */
  faults?: { shop: number; from: number; to: number; shares: Partial<Faults> }[];
  /** A mistake to be caught: the workers of all platforms work on each in turn. */
  sharedWorkers?: boolean;
}

const WORKERS = 2;
const HOUR = 3_600_000;
/** A stopped lane is opened again after this time at the latest. */
const LANE_PAUSE_MS = 60_000;
const none: Faults = {
  crash: 0,
  requestLost: 0,
  answerLost: 0,
  late: 0,
  error: 0,
  throttled: 0,
  pause: 0,
};

/** The engine's own turns on some platforms for some hours of virtual time; a worker that dies is replaced after 5 s. */
export async function runStream(seed: number, options: StreamOptions): Promise<Shop[]> {
  const scheduler = new Scheduler(seed);
  const begun = scheduler.now;
  const shops = Array.from({ length: options.shops }, (_, index) => {
    const store = new MemoryStore(index + 1, factsOf);
    for (let id = 1; id <= options.listings; id += 1) store.add(id, new Date(begun));
    return { market: new Market(scheduler, timing, null), store, listed: [] as number[] };
  });
  const work = async (worker: Worker, mine: typeof shops) => {
    const lanes = mine.map(({ market, store, listed }, index) => {
      const platform = market.platformFor(worker, () => {});
      const slow = slowStore(scheduler, worker, store);
      return { listed, lane: laneFor(scheduler, worker, { platformId: index + 1, platform, store: slow }) };
    });
    for (;;) {
      let idle = true;
      for (const { lane, listed } of lanes) {
        const { platformId } = lane;
        const one = () => ({
          platformId,
          limit: 1,
          now: new Date(scheduler.now),
          leaseMs: timing.leaseMs,
        });
        let [claimed]: (Work | null | undefined)[] = await lane.store.claim(one());
        while (claimed) {
          idle = false;
          const { end, next } = await takeTurn(lane, claimed, lanes.length === 1 ? one : undefined);
          if (end === "listed") listed.push(scheduler.now);
          if (end === "stop") await scheduler.point(worker, LANE_PAUSE_MS);
          claimed = next;
        }
      }
      if (idle) await scheduler.point(worker, 1_000);
    }
  };
  const crews = options.sharedWorkers ? shops.map(() => shops) : shops.map((shop) => [shop]);
  const posts = crews.flatMap((crew) => Array.from({ length: WORKERS }, () => crew));
  const hired = posts.map(() => 0);
  const fill = (post: number, afterMs: number) => {
    const crew = posts[post] ?? [];
    hired[post] = (hired[post] ?? 0) + 1;
    scheduler.start(`${post}#${hired[post]}`, afterMs, (worker) => work(worker, crew));
  };
  for (const post of posts.keys()) fill(post, post * 500);
  while (scheduler.now < begun + options.hours * HOUR && (await scheduler.step())) {
    const hours = (scheduler.now - begun) / HOUR;
    for (const [index, { market }] of shops.entries()) {
      const now = options.faults?.find(({ shop, from, to }) => shop === index && from <= hours && hours < to);
      market.faults = now ? { ...none, ...now.shares } : null;
    }
    for (const post of posts.keys())
      if (scheduler.workers.some(({ name, ended }) => ended && name === `${post}#${hired[post]}`))
        fill(post, 5_000);
  }
  return shops;
}

/** Listings listed between two moments, hours after the beginning. */
export function listedBetween({ listed, market }: Shop, from: number, to: number): number {
  const begun = market.scheduler.begun;
  return listed.filter((at) => at >= begun + from * HOUR && at < begun + to * HOUR).length;
}

/** Each statement takes up to 20 ms. */
function slowStore(scheduler: Scheduler, worker: Worker, store: Store): Store {
  const slowly = async <T>(run: () => Promise<T>) => {
    await scheduler.point(worker, scheduler.random() * 20);
    return run();
  };
  return {
    claim: (query) => slowly(() => store.claim(query)),
    advance: (work, change) => slowly(() => store.advance(work, change)),
    finish: (ends, next) => slowly(() => store.finish(ends, next)),
  };
}
