import type { Notes } from "../platforms/platform";
import { vanishedAsk } from "./asks";
import type { Work } from "./store";
import { end, move, type Turn, type TurnEnd } from "./turn";

/** The plan of a listing that has passed the step plan. */
export function frozen(work: Work): NonNullable<Work["plan"]> {
  if (!work.plan) throw new Error("a listing without a plan left the step plan");
  return work.plan;
}

/** The remote id of a listing that has passed the step create. */
export function recorded(work: Work): string {
  if (work.remoteId === null) throw new Error("a listing without a remote id left the step create");
  return work.remoteId;
}

/**
 * The platform said that the recorded listing does not exist: a new generation, and find comes first. The turn ends,
 * because a create is within a budget of its own.
 */
export async function vanished(turn: Turn): Promise<TurnEnd> {
  const { work, lane } = turn;
  const times = Number(work.notes.vanished ?? 0) + 1;
  const wasPublic = work.step === "price" || work.step === "verify" || work.notes.job === "check";
  if (work.notes.remake !== true && (wasPublic || times > 3)) {
    // Whoever removed it after it was public would remove the next one too, and each may cost a fee.
    work.notes = { ...withoutJob(work), vanished: times };
    const sentence = `${lane.platform.displayName} no longer has this listing after it was published.`;
    const ask = vanishedAsk(lane.platform, work);
    return end(turn, { status: "action_required", message: sentence, ask });
  }
  await move(turn, "create", {
    gone: true,
    notes: { vanished: times, ...(work.notes.slugs ? { slugs: work.notes.slugs } : {}) },
    intentAt: lane.world.now(),
    due: lane.world.now(),
    journal: { step: work.step, outcome: { gone: work.remoteId } },
  });
  return "waits";
}

/** A listing that was public is not on sale: whoever took it off may want it so, and nothing is published again. */
export function offSale(
  turn: Turn,
  state: string,
  step: string,
  outcome: Record<string, unknown> = {},
): Promise<TurnEnd> {
  const message = `It is not on sale on ${turn.lane.platform.displayName} (${state}).`;
  // A person who tries it again wants it published.
  turn.work.notes = withoutJob(turn.work);
  return end(turn, { status: "paused", message, journal: { step, outcome: { ...outcome, state } } });
}

function withoutJob({ notes: { job: _job, mended: _mended, ...kept } }: Work): Notes {
  return kept;
}
