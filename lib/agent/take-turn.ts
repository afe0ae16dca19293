import type { Need, Session } from "../platforms/platform";
import { background } from "./budget";
import { beforeCall } from "./pace";
import { frozen } from "./recorded";
import { settle } from "./settle";
import { plan, steps } from "./steps";
import type { Claim, Step, Work } from "./store";
import { type Lane, park, type Turn, type TurnEnd } from "./turn";

const order: Step[] = ["plan", "create", "upload", "enrich", "publish", "verify"];

/**
 * Works on one claimed listing until it is listed, waits, or needs a person.
 * @param wanted asked when the listing is done with: what to claim next in the same statement.
 * @returns `next`: a listing claimed so, which the caller now has to work on.
 */
export async function takeTurn(
  lane: Lane,
  work: Work,
  wanted: () => Claim | undefined = () => undefined,
): Promise<{ end: TurnEnd; next: Work | null }> {
  const limits: Parameters<Session["sawLimits"]>[0] = {};
  const turn: Turn = {
    lane,
    work,
    api: lane.platform.listing,
    mayExist: work.intentAt !== null && work.remoteId === null,
    doubted: work.intentAt !== null && work.remoteId === null,
    fresh: false,
    unwritten: false,
    leaseUntil: work.leaseUntil,
    pace: null,
    wanted,
    next: null,
    session: await lane.open({
      before: (worstMs) => beforeCall(turn, worstMs),
      sawLimits: (seen) => Object.assign(limits, seen),
    }),
  };
  try {
    const end = await workThrough(turn).catch((error: unknown) => settle(turn, error));
    return { end, next: turn.next };
  } finally {
    await lane.learn(limits);
  }
}

async function workThrough(turn: Turn): Promise<TurnEnd> {
  const { work } = turn;
  if (work.step === "plan") await plan(turn);
  const refused = await reserve(turn);
  if (refused) return refused;
  for (;;) {
    const ended = await steps[work.step === "plan" ? "create" : work.step](turn);
    if (ended) return ended;
  }
}

/** Takes the calls of all steps that are left; ends the turn when there are none to be had now. */
async function reserve(turn: Turn): Promise<TurnEnd | undefined> {
  const { lane, work } = turn;
  const now = lane.world.now();
  const grant = await lane.budgets.take(work.platformId, needFrom(turn), now);
  if (grant.granted) {
    turn.pace = { next: grant.startAt.getTime(), every: grant.intervalMs };
    return undefined;
  }
  const intentAt = turn.mayExist ? work.intentAt : null;
  const message = grant.retryAt
    ? `Waits its turn: ${lane.platform.displayName} limits how much we may send.`
    : null;
  await park(turn, grant.retryAt ?? now, { message, intentAt });
  return grant.retryAt ? "waits" : "stop";
}

function needFrom({ work, api }: Turn): Need {
  if (work.step === "price") return api.need("price", frozen(work));
  const need: Need = {};
  if (work.notes.job === "check" && work.step === "verify" && work.notes.rounds === undefined)
    return background(api.need("verify", frozen(work)));
  for (const step of order.slice(Math.max(order.indexOf(work.step), 1))) {
    if (step === "plan") continue;
    for (const [bucket, calls] of Object.entries(api.need(step, frozen(work))))
      need[bucket] = (need[bucket] ?? 0) + calls;
  }
  return need;
}
