import { Interrupted, type PlatformError } from "../errors";
import type { Account, ApiListing, ApiPlatform, Credentials, Session } from "../platforms/platform";
import type { Timing } from "../timing";
import type { Budgets } from "./budget";
import type { World } from "./session";
import type { Advance, Claim, Finish, Step, Store, Work } from "./store";

/** One platform's work in one run: what every turn on it shares. */
export interface Lane {
  platform: ApiPlatform;
  platformId: number;
  account: Account;
  priceFactor: string | null;
  publish: "auto" | "ask";
  store: Store;
  budgets: Budgets;
  timing: Timing;
  world: World;
  startedAt: Date;
  deadline: Date;
  /** Shared with every other run in this process. */
  calls: { nextAt: number };
  open(hooks: { before(worstMs: number): Promise<void>; sawLimits: Session["sawLimits"] }): Promise<Session>;
  /** What the platform's headers said in this turn. */
  learn(seen: Parameters<Session["sawLimits"]>[0]): Promise<void>;
  /** The platform no longer knows the credentials that were used. True when there are newer ones and the work may go on. */
  signedOut(error: PlatformError, used: Credentials): Promise<boolean>;
}

/** `silent`: it waits because the platform did not answer in time. `stop`: nothing more can be done there now. */
export type TurnEnd =
  | "listed"
  | "repriced"
  | "checked"
  | "asked"
  | "failed"
  | "waits"
  | "silent"
  | "lost"
  | "stop";

/** A worker with one claimed listing. */
export interface Turn {
  lane: Lane;
  work: Work;
  session: Session;
  api: ApiListing;
  /** A create of an earlier turn may have left something behind, and we have not looked yet. */
  mayExist: boolean;
  /** The turn began in such doubt: whoever slept on that create may still wake up and send it. */
  readonly doubted: boolean;
  /** The draft was made in this very turn: nobody else can have touched it. */
  fresh: boolean;
  leaseUntil: Date;
  /** There are notes that the next write, at the latest the one before the next call, takes along. */
  unwritten: boolean;
  /** Next free slot of the request budget (epoch ms) and the distance of slots. */
  pace: { next: number; every: number } | null;
  /** What the worker wants to claim with the statement that ends this turn. */
  wanted(): Claim | undefined;
  next: Work | null;
}

/** Another worker owns the listing: stop at once and touch nothing more. */
export class Lost extends Interrupted {
  override readonly name = "Lost";
}

/** The worker slept longer than its lease. It may own the listing still, but what it has seen is too old to act on. */
export class Overslept extends Interrupted {
  override readonly name = "Overslept";
}

/** @throws Overslept when the lease has ended; the turn begins anew then. */
export function stillAwake({ lane, leaseUntil }: Turn): void {
  if (lane.world.now() > leaseUntil) throw new Overslept();
}

/** The platform or the agent was switched off: no further call is made. */
export class SwitchedOff extends Interrupted {
  override readonly name = "SwitchedOff";
}

type Change = Partial<Omit<Advance, "step" | "at">>;

/**
 * Moves the listing on under the fence.
 * @throws Lost when another worker owns it, SwitchedOff when no further call is wanted.
 */
export async function move(turn: Turn, step: Step, change: Change): Promise<void> {
  if (!(await write(turn, step, change))) throw new SwitchedOff();
}

/** Leaves the listing, at the step it has reached, until `due`. @throws Lost when another worker owns it. */
export async function park(turn: Turn, due: Date, change: Change): Promise<void> {
  await write(turn, turn.work.step, { ...change, due });
}

/** @returns whether the listing may go on. */
async function write(turn: Turn, step: Step, change: Change): Promise<boolean> {
  const { lane, work } = turn;
  const at = lane.world.now();
  const progress = step !== work.step;
  const full: Advance = {
    due: new Date(at.getTime() + lane.timing.leaseMs),
    intentAt: work.intentAt,
    notes: work.notes,
    attempt: progress ? 0 : work.attempt,
    misses: progress ? 0 : work.misses,
    message: null,
    ...change,
    step,
    at,
  };
  const { owned, on } = await lane.store.advance(work, full);
  if (!owned) throw new Lost();
  turn.leaseUntil = full.due;
  turn.unwritten = false;
  Object.assign(work, {
    step,
    intentAt: full.intentAt,
    notes: full.notes,
    attempt: full.attempt,
    misses: full.misses,
  });
  return on;
}

/** Ends the work on the listing for now. @throws Lost when another worker owns it. */
export async function end(
  turn: Turn,
  finish: Pick<Finish, "status" | "message" | "ask" | "shown" | "journal"> & { attempt?: number },
): Promise<TurnEnd> {
  const { lane, work } = turn;
  const ended = {
    work,
    intentAt: work.intentAt,
    notes: work.notes,
    attempt: 0,
    at: lane.world.now(),
    ...finish,
  };
  const { ends, next } = await lane.store.finish([ended], turn.wanted());
  turn.next = next[0] ?? null;
  if (!ends[0]?.owned) throw new Lost();
  if (finish.status === "listed") return "listed";
  return ends[0].asked ? "asked" : "failed";
}
