import type { Store, Work } from "@/lib/agent/store";
import { takeTurn } from "@/lib/agent/take-turn";
import type { Lane } from "@/lib/agent/turn";
import type { Session } from "@/lib/platforms/platform";
import { parseTiming } from "@/lib/timing";
import { type Faults, Market } from "./market";
import { Scheduler, type Worker } from "./scheduler";

/** As small as the inequalities allow, in the proportions of the defaults. */
export const timing = parseTiming(
  JSON.stringify({
    read_ms: 10_000,
    create_ms: 60_000,
    settle_ms: 120_000,
    list_lag_ms: 30_000,
    lease_ms: 180_000,
    backoff_ms: [15_000, 60_000, 300_000],
  }),
);

export const someFaults: Faults = {
  crash: 0.03,
  requestLost: 0.04,
  answerLost: 0.06,
  late: 0.03,
  error: 0.05,
  throttled: 0.02,
  pause: 0.03,
};

const WORKERS = 3;
export const LISTINGS = 3;
/** Faults stop after so many steps; then everything must come to rest. */
const FAULTY_STEPS = 250;
const LAST_STEP = 6_000;
/** Workers that may die in one history. */
const PLATFORM = 1;

/** What a history needs of the store under it. */
export interface Backing {
  store: Store;
  /** Work that is left: when the next is due, null when everything rests. */
  nextDue(): Promise<Date | null>;
  /** Recorded remote ids and states, by listing. */
  read(): Promise<Map<number, { status: string; remoteId: string | null }>>;
  /** A person answers what is asked: the listing goes on. */
  answer(at: Date): Promise<number>;
}

export interface Outcome {
  seed: number;
  events: number;
  faults: Map<keyof Faults, number>;
  /** Sentences about what must never be. */
  violations: string[];
  /** What happened, in order; equal for equal seeds on every store. */
  trace: string[];
  /** Writes of workers that had lost their listing. */
  fenced: number;
  calls: Map<string, number>;
}

/** A mistake to be caught: a lane with one guard taken out. */
export type Plant = (lane: Lane, fenceOf: (listingId: number) => number | null) => Lane;

/** Runs one history to its end: the engine's own turns, interleaved, with faults at every boundary. */
export async function runHistory(
  seed: number,
  open: (now: Date) => Promise<Backing>,
  options: { faults?: Faults; plant?: Plant; keepTrace?: boolean } = {},
): Promise<Outcome> {
  const scheduler = new Scheduler(seed);
  const market = new Market(scheduler, timing, options.faults ?? someFaults);
  const backing = await open(new Date(scheduler.now));
  const outcome: Outcome = {
    seed,
    events: 0,
    faults: market.faultCounts,
    violations: [],
    trace: [],
    fenced: 0,
    calls: market.calls,
  };
  const note = (line: string) => {
    if (options.keepTrace !== false)
      outcome.trace.push(`${scheduler.now - Date.parse("2026-11-22T12:00:00Z")} ${line}`);
  };
  /** The newest claim of each listing, by key. */
  const held = new Map<string, number>();
  const fenceOf = (listingId: number) => held.get(keyOf(listingId)) ?? null;
  let names = 0;
  const spawn = (afterMs: number) => {
    names += 1;
    scheduler.start(`w${names}`, afterMs, (worker) => work(worker));
  };
  const work = async (worker: Worker) => {
    const sound = laneOf(worker);
    const lane = options.plant?.(sound, fenceOf) ?? sound;
    for (;;) {
      const now = new Date(scheduler.now);
      const [claimed] = await lane.store.claim({
        platformId: PLATFORM,
        limit: 1,
        now,
        leaseMs: timing.leaseMs,
      });
      if (claimed) {
        const end = await takeTurn(lane, claimed);
        note(`${worker.name} ends ${claimed.listingId}: ${end}`);
        continue;
      }
      await backing.answer(new Date(scheduler.now));
      const due = await backing.nextDue();
      if (due === null) return;
      await scheduler.point(worker, Math.max(due.getTime() - scheduler.now, 1));
    }
  };

  /** Each statement can be slow, and its worker can die before or after it. */
  const statement = async <T>(worker: Worker, name: string, run: () => Promise<T>): Promise<T> => {
    await scheduler.point(worker, Math.floor(scheduler.random() * 20));
    if (market.strikes("crash")) return die(worker);
    const result = await run();
    note(`${worker.name} ${name} ${brief(result)}`);
    if (market.strikes("crash")) return die(worker);
    return result;
  };
  const die = (worker: Worker): Promise<never> => {
    note(`${worker.name} dies`);
    return scheduler.kill(worker);
  };

  function laneOf(worker: Worker): Lane {
    const { store } = backing;
    const mine = new Map<string, { fence: number; at: number }>();
    const count = <T extends { owned: boolean }>(result: T): T => {
      if (!result.owned) outcome.fenced += 1;
      return result;
    };
    const world = {
      fetch: async () => new Response(),
      now: () => new Date(scheduler.now),
      random: scheduler.random,
      sleep: (ms: number) => scheduler.point(worker, ms),
    };
    return {
      platform: market.platformFor(worker, (verb, key, visibleSince) => {
        const claim = mine.get(key);
        // A worker that was overtaken may come too late; whoever holds the listing must have looked.
        if (claim === undefined || claim.fence !== held.get(key)) return;
        if (verb === "create" && visibleSince.length > 0)
          outcome.violations.push(`a second draft of ${key} was asked for while the lists showed one`);
        if (verb === "publish" && visibleSince.some((since) => since < claim.at))
          outcome.violations.push(`I12: ${key} was published beside another draft that the lists showed`);
      }),
      platformId: PLATFORM,
      account: { name: "Market", currency: "USD", facts: {} },
      priceFactor: null,
      publish: "auto",
      store: {
        claim: (query) =>
          statement(worker, "claim", async () => {
            const claimed = await store.claim(query);
            for (const { key, fence } of claimed) {
              mine.set(key, { fence, at: scheduler.now });
              held.set(key, fence);
            }
            return claimed;
          }),
        advance: (item, change) =>
          statement(worker, `advance ${item.listingId} ${change.step}`, async () =>
            count(await store.advance(item, change)),
          ),
        finish: (item, end) =>
          statement(worker, `finish ${item.listingId} ${end.status}`, async () =>
            count(await store.finish(item, end)),
          ),
      },
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

  for (let worker = 0; worker < WORKERS; worker += 1) spawn(worker * 1_000);
  const recorded = new Map<number, string>();
  for (;;) {
    if (scheduler.events === FAULTY_STEPS) market.faults = null;
    const alive = scheduler.workers.filter(({ name, ended }) => name.startsWith("w") && !ended).length;
    const left = (await backing.nextDue()) !== null;
    if (alive < WORKERS && left) spawn(5_000);
    if (!(await scheduler.step())) break;
    await check(outcome, market, backing, recorded);
    if (outcome.violations.length > 0) break;
    if (scheduler.events > LAST_STEP) {
      outcome.violations.push("it does not come to rest");
      break;
    }
  }
  if (outcome.violations.length === 0) await checkRest(outcome, market, backing);
  outcome.events = scheduler.events;
  return outcome;
}

/** What a statement answered, without what differs between stores for no reason (fences, the order of keys). */
function brief(result: unknown): string {
  if (!Array.isArray(result)) return JSON.stringify(result);
  return result
    .map(({ listingId, step, attempt, misses, intentAt, generation, remoteId, notes }: Work) => {
      const kept = Object.entries(notes).sort(([a], [b]) => (a < b ? -1 : 1));
      return JSON.stringify([listingId, step, attempt, misses, intentAt, generation, remoteId, kept]);
    })
    .join();
}

function sessionOf(world: Lane["world"], hooks: Parameters<Lane["open"]>[0]): Session {
  const worst = (init: RequestInit) => (init.method === "GET" ? timing.readMs : timing.createMs) + 5_000;
  return {
    fetch: async (_name, init) => {
      await hooks.before(worst(init));
      return new Response();
    },
    now: world.now,
    random: world.random,
    origin: "https://market.example",
    tokenUrl: null,
    credentials: {},
    account: null,
    timing: { readMs: timing.readMs, createMs: timing.createMs, uploadMs: () => timing.createMs },
    open: async () => new Blob([]),
    sawLimits: () => {},
  };
}

export function keyOf(id: number): string {
  return `sim-${id}-1`;
}

/** After every event: I1 one published listing, I2 a remote id stays, I4 nothing published without file and price. */
async function check(
  outcome: Outcome,
  market: Market,
  backing: Backing,
  recorded: Map<number, string>,
): Promise<void> {
  for (const remote of market.remotes) {
    if (!remote.live) continue;
    if (market.live(remote.key).length > 1) outcome.violations.push(`I1: ${remote.key} is published twice`);
    if (!remote.file || remote.images === 0 || remote.price.amount !== 1299)
      outcome.violations.push(`I4: ${remote.key} is published without its file, picture or price`);
  }
  for (const [id, { remoteId }] of await backing.read()) {
    const before = recorded.get(id);
    if (before !== undefined && remoteId !== before)
      outcome.violations.push(`I2: listing ${id} changed ${before} to ${remoteId}`);
    if (remoteId !== null) recorded.set(id, remoteId);
  }
}

/** After the faults: I11 each listing published once and known, I12 no draft that reconcile could not remove, I14 no work left. */
async function checkRest(outcome: Outcome, market: Market, backing: Backing): Promise<void> {
  if ((await backing.nextDue()) !== null) outcome.violations.push("I14: work is left and nobody is at it");
  for (const [id, { status, remoteId }] of await backing.read()) {
    const live = market.live(keyOf(id));
    if (status !== "listed" || live.length !== 1 || live[0]?.id !== remoteId)
      outcome.violations.push(
        `I11: listing ${id} is ${status} as ${remoteId}, published: ${live.map((one) => one.id)}`,
      );
  }
}

/** What every manual of a simulation is. */
export function factsOf(id: number): Pick<Work, "key" | "slug" | "manual"> {
  const picture = { key: "p", size: 1, sha256: "p", width: 1, height: 1 };
  return {
    key: keyOf(id),
    slug: `m-${id}`,
    manual: {
      id,
      title: `Manual ${id}`,
      description: "How it works.",
      tags: ["tables"],
      rights: "own_work",
      price: 1299,
      currency: "USD",
      language: "en",
      pageCount: 10,
      hasText: true,
      fileName: "m.pdf",
      file: { key: "m", size: 100, sha256: "f" },
      images: { etsy: [picture], gumroad: [picture], thumbnail: picture },
    },
  };
}
