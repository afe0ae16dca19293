import { PlatformError } from "../errors";
import type { Job, ListingStep, Notes } from "../platforms/platform";
import { approveAsk, chooseAsk, lookAsk } from "./asks";
import { differences } from "./differences";
import { checkRights, makePlan, sentPlan, slugOf } from "./plan";
import { price } from "./price-step";
import { frozen, offSale, recorded, vanished } from "./recorded";
import type { Step, Work } from "./store";
import { end, move, park, stillAwake, type Turn, type TurnEnd } from "./turn";

/** Freezes what will be sent and decides where to begin. */
export async function plan(turn: Turn): Promise<void> {
  const { lane, work } = turn;
  const sent = isCheck(work) ? sentPlan(work, lane.platform) : null;
  const made = sent ?? makePlan(work, lane.platform, lane.account, lane.priceFactor);
  work.plan = made;
  const creates = work.remoteId === null;
  await move(turn, creates ? "create" : firstStep(work.notes.job), {
    plan: made,
    intentAt: creates ? (work.intentAt ?? lane.world.now()) : null,
    journal: {
      step: "plan",
      outcome: { title: made.title, price: made.price, file: made.file.sha256, key: made.key },
    },
  });
}

/** Where work on a listing that is there begins. A price step touches nothing else; a check only reads, at first. */
function firstStep(job: Notes[string] | undefined): Step {
  if (job === "price") return "price";
  return job === "check" ? "verify" : "upload";
}

/** The steps in which a platform is called. Each ends the turn, or moves the listing to the next step. */
export const steps: Record<ListingStep, (turn: Turn) => Promise<TurnEnd | undefined>> = {
  create,
  upload,
  enrich,
  publish,
  verify,
  price,
};

async function create(turn: Turn): Promise<TurnEnd | undefined> {
  const { api, work, lane, session } = turn;
  const made = frozen(work);
  if (turn.mayExist && work.intentAt) {
    const found = await api.find(session, made, work.intentAt);
    const ours = found.find(({ certain }) => certain);
    if (!ours) stillAwake(turn);
    if (ours) return adopt(turn, ours.remoteId, { adopted: ours.remoteId });
    const settledAt = new Date(work.intentAt.getTime() + lane.timing.settleMs);
    if (lane.world.now() < settledAt) {
      await park(turn, settledAt, {
        message: `${lane.platform.displayName} may still show the draft we asked for.`,
      });
      return "waits";
    }
    const doubtful = found.filter(({ remoteId }) => work.notes[`not_${remoteId}`] !== true);
    if (doubtful.length > 0) {
      return end(turn, {
        status: "action_required",
        message: "One of your listings there may be this one.",
        ask: chooseAsk(lane.platform, work, doubtful),
      });
    }
    turn.mayExist = false;
    if (work.notes.slug_taken === true) await otherAddress(turn);
    else await move(turn, "create", { intentAt: lane.world.now() });
  }
  if (work.intentAt === null) await move(turn, "create", { intentAt: lane.world.now() });
  const { remoteId } = await api.create(session, frozen(work));
  turn.fresh = true;
  return adopt(turn, remoteId, { created: remoteId });
}

/** The address is taken by something that is not ours (a deleted product keeps it): the next one is planned. */
async function otherAddress(turn: Turn): Promise<void> {
  const { work, lane } = turn;
  const notes = { ...work.notes, slug_taken: false, slugs: Number(work.notes.slugs ?? 1) + 1 };
  const made = { ...frozen(work), slug: slugOf({ ...work, notes }) };
  work.plan = made;
  const journal = { step: "plan", outcome: { slug: made.slug } };
  await move(turn, "create", { plan: made, notes, intentAt: lane.world.now(), journal });
}

async function adopt(turn: Turn, remoteId: string, outcome: Record<string, unknown>): Promise<undefined> {
  await move(turn, "upload", { remoteId, intentAt: null, journal: { step: "create", outcome } });
  turn.work.remoteId = remoteId;
  turn.mayExist = false;
}

async function upload(turn: Turn): Promise<TurnEnd | undefined> {
  const gone = await unlessGone(turn, () => turn.api.upload(turn.session, jobOf(turn)));
  if (gone) return gone;
  await move(turn, "enrich", { journal: { step: "upload", outcome: { ...turn.work.notes } } });
}

async function enrich(turn: Turn): Promise<TurnEnd | undefined> {
  const gone = await unlessGone(turn, () => turn.api.enrich(turn.session, jobOf(turn)));
  if (gone) return gone;
  await move(turn, "publish", { intentAt: turn.lane.world.now(), journal: { step: "enrich", outcome: {} } });
}

async function publish(turn: Turn): Promise<TurnEnd | undefined> {
  const { api, work, lane, session } = turn;
  const made = frozen(work);
  const remoteId = recorded(work);
  if (!isCheck(work)) checkRights(work, lane.platform);
  if (lane.publish === "ask" && work.notes.approved !== true && !isCheck(work)) {
    return end(turn, {
      status: "action_required",
      message: "The draft is ready and waits for your word.",
      ask: approveAsk(lane.platform, work),
    });
  }
  for (const stray of (await api.strays?.(session, made, remoteId)) ?? []) {
    if (stray !== remoteId) await api.removeDraft(session, stray);
  }
  const remote = await api.read(session, remoteId, made);
  if (remote === null || remote.state === "gone") return vanished(turn);
  if (remote.state !== "live") {
    if (!mayPublish(work)) return offSale(turn, remote.state, "publish");
    const wrong = differences(remote, made);
    if (wrong.length > 0) return again(turn, wrong);
    await api.publish(session, remoteId, made);
  }
  await move(turn, "verify", {
    intentAt: null,
    journal: { step: "publish", outcome: { was: remote.state } },
  });
}

async function verify(turn: Turn): Promise<TurnEnd | undefined> {
  const { api, work, session } = turn;
  const made = frozen(work);
  const remote = await api.read(session, recorded(work), made);
  if (remote === null || remote.state === "gone") return vanished(turn);
  const checks = isCheck(work) && work.notes.rounds === undefined;
  if (remote.state !== "live") {
    if (!mayPublish(work)) return offSale(turn, remote.state, "verify");
    return again(turn, [`it is not public (${remote.state})`], "publish");
  }
  const wrong = differences(remote, made);
  if (wrong.length > 0) {
    if (checks && work.notes.mended === true) return askAgain(turn, wrong);
    // Without a file an adapter may take it off sale before it sends one.
    if (isCheck(work) && remote.files.length === 0) work.notes = { ...work.notes, without_file: true };
    return again(turn, wrong);
  }
  const shown = { title: remote.title, price: made.price, url: remote.url };
  const ended = await end(turn, {
    status: "listed",
    message: null,
    shown,
    journal: {
      step: "verify",
      outcome: {
        url: remote.url,
        files: remote.files.length,
        images: remote.imageCount,
        ...(isCheck(work) && !checks ? { mended: true } : {}),
      },
    },
  });
  return isCheck(work) ? "checked" : ended;
}

function isCheck({ notes }: Work): boolean {
  return notes.job === "check";
}

/** A check publishes nothing that somebody took off sale; only what an adapter took off itself. */
function mayPublish(work: Work): boolean {
  return !isCheck(work) || work.notes.without_file === true;
}

/** It was put right lately and differs once more: somebody wants it so, or the platform does. */
function askAgain(turn: Turn, wrong: string[]): Promise<TurnEnd> {
  const { work, lane } = turn;
  work.notes = { ...work.notes, mended: false };
  const sentence = `On ${lane.platform.displayName} ${wrong.join(", ")}, again: we put it right within the last week.`;
  const ask = lookAsk(lane.platform, work, new PlatformError("unexpected", sentence));
  return end(turn, { status: "action_required", message: sentence, ask });
}

/** An end when the work failed because somebody removed the listing there. @throws whatever the work threw otherwise. */
async function unlessGone(turn: Turn, act: () => Promise<void>): Promise<TurnEnd | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind !== "unexpected") throw error;
    const remote = await turn.api.read(turn.session, recorded(turn.work), frozen(turn.work));
    if (remote !== null && remote.state !== "gone") throw error;
    return vanished(turn);
  }
}

/**
 * Sends what differs once more; after three rounds it is an answer that we do not understand. A check took the calls of
 * one look, so the turn ends and the next one takes those of the mending.
 */
async function again(turn: Turn, wrong: string[], step: Step = "upload"): Promise<TurnEnd | undefined> {
  const { work, lane } = turn;
  const rounds = Number(work.notes.rounds ?? 0) + 1;
  turn.fresh = false;
  const sentence = `On ${lane.platform.displayName} ${wrong.join(", ")}.`;
  if (rounds > 3) throw new PlatformError("unexpected", sentence, { words: wrong.join(", ") });
  const check = isCheck(work) && rounds === 1;
  await move(turn, step, {
    notes: { ...work.notes, rounds },
    message: sentence,
    journal: { step: work.step, outcome: { differs: wrong } },
    ...(check ? { due: lane.world.now() } : {}),
  });
  return check ? "waits" : undefined;
}

function jobOf(turn: Turn): Job {
  const { work } = turn;
  return {
    plan: frozen(work),
    remoteId: recorded(work),
    get notes() {
      return work.notes;
    },
    fresh: turn.fresh,
    note: async (patch: Notes) => {
      work.notes = { ...work.notes, ...patch };
      turn.unwritten = true;
    },
  };
}
