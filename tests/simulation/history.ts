import type { Finished, Work } from "@/lib/agent/store";
import { takeTurn } from "@/lib/agent/take-turn";
import type { Lane } from "@/lib/agent/turn";
import { check, checkRest } from "./check";
import { keyOf } from "./facts";
import { laneFor } from "./lane";
import { type Faults, Market } from "./market";
import type { Backing, Outcome } from "./outcome";
import { Scheduler, type Worker } from "./scheduler";
import { someFaults, timing } from "./settings";

const WORKERS = 3;
/** Faults stop after so many steps; then everything must come to rest. */
const FAULTY_STEPS = 250;
const LAST_STEP = 6_000;
const PLATFORM = 1;

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
    requests: 0,
    faults: market.faultCounts,
    violations: [],
    trace: [],
    fenced: 0,
    calls: market.calls,
  };
  const note = (line: string) => {
    if (options.keepTrace !== false) outcome.trace.push(`${scheduler.now - scheduler.begun} ${line}`);
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
    const one = () => ({
      platformId: PLATFORM,
      limit: 1,
      now: new Date(scheduler.now),
      leaseMs: timing.leaseMs,
    });
    let claimed: Work | undefined;
    for (;;) {
      claimed ??= (await lane.store.claim(one()))[0];
      if (claimed) {
        const { end, next } = await takeTurn(lane, claimed, one);
        note(`${worker.name} ends ${claimed.listingId}: ${end}`);
        claimed = next ?? undefined;
        continue;
      }
      await backing.answer(new Date(scheduler.now));
      const due = await backing.nextDue();
      if (due === null) return;
      await scheduler.point(worker, Math.max(due.getTime() - scheduler.now, 1));
    }
  };

  /** Each statement can be slow, and its worker can die before or after it. */
  const statement = async <T extends object>(
    worker: Worker,
    name: string,
    run: () => Promise<T>,
  ): Promise<T> => {
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
    const hold = (claimed: Work[]) => {
      for (const { key, fence } of claimed) {
        mine.set(key, { fence, at: scheduler.now });
        held.set(key, fence);
      }
    };
    const count = <T extends { owned: boolean }>(result: T): T => {
      if (!result.owned) outcome.fenced += 1;
      return result;
    };
    const platform = market.platformFor(worker, (verb, key, visibleSince, openSince) => {
      const claim = mine.get(key);
      // A worker that was overtaken may come too late; whoever holds the listing must have looked since its claim.
      if (claim === undefined || claim.fence !== held.get(key)) return;
      if (visibleSince.some((since) => since < claim.at))
        outcome.violations.push(`${verb} of ${key} beside another draft that the lists showed`);
      if (openSince !== null && scheduler.now - openSince < timing.createMs + timing.listLagMs)
        outcome.violations.push(`a second draft of ${key} was asked for before the first could be seen`);
    });
    return {
      ...laneFor(scheduler, worker, { platformId: PLATFORM, platform, store }),
      store: {
        claim: (query) =>
          statement(worker, "claim", async () => {
            const claimed = await store.claim(query);
            hold(claimed);
            return claimed;
          }),
        advance: (item, change) =>
          statement(worker, `advance ${item.listingId} ${change.step}`, async () =>
            count(await store.advance(item, change)),
          ),
        finish: (ends, next) =>
          statement(
            worker,
            `finish ${ends.map(({ work, status }) => `${work.listingId} ${status}`)}`,
            async () => {
              const finished = await store.finish(ends, next);
              for (const end of finished.ends) count(end);
              hold(finished.next);
              return finished;
            },
          ),
      },
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
  outcome.requests = market.requests;
  return outcome;
}

/** What a statement answered, without what differs between stores for no reason (fences, the order of keys). */
function brief(result: Work[] | Finished | object): string {
  if ("next" in result) return `${JSON.stringify(result.ends)} ${brief(result.next)}`;
  if (!Array.isArray(result)) return JSON.stringify(result);
  return result
    .map(({ listingId, step, attempt, misses, intentAt, generation, remoteId, notes }: Work) => {
      const kept = Object.entries(notes).sort(([a], [b]) => (a < b ? -1 : 1));
      return JSON.stringify([listingId, step, attempt, misses, intentAt, generation, remoteId, kept]);
    })
    .join();
}
