import { codeOf, isStatementError } from "@/db/errors";
import { messageOf, PlatformError, type PlatformErrorDetails } from "../errors";
import { log } from "../log";
import { backoff } from "../timing";
import { lookAsk, refusedAsk } from "./asks";
import { OutOfTime } from "./session";
import type { JournalEntry } from "./store";
import { end, Lost, Overslept, park, SwitchedOff, type Turn, type TurnEnd } from "./turn";

/** Refusals and answers that we do not understand of one step, in a row, before a listing is an error. */
const MAX_ATTEMPTS = 8;
/** Answers that we do not understand before a person is asked to look. */
const ASK_AFTER = 3;

/** Decides what an error means for the listing in hand, by its kind alone. */
export async function settle(turn: Turn, error: unknown): Promise<TurnEnd> {
  if (error instanceof Lost) return "lost";
  try {
    if (error instanceof Overslept) {
      await park(turn, turn.lane.world.now(), nothingLeft(turn));
      return "waits";
    }
    if (error instanceof OutOfTime || error instanceof SwitchedOff) {
      await park(turn, turn.lane.world.now(), nothingLeft(turn));
      return "stop";
    }
    if (error instanceof PlatformError) return await byKind(turn, error);
    if (isStoreError(error)) throw error;
    log("turn_failed", { listing: turn.work.listingId, step: turn.work.step, error });
    const sentence = "Something went wrong on our side. It is noted and tried again.";
    return await byKind(
      turn,
      new PlatformError("unexpected", sentence, { words: messageOf(error).slice(0, 500) }),
    );
  } catch (failure) {
    if (failure instanceof Lost) return "lost";
    throw failure;
  }
}

async function byKind(turn: Turn, error: PlatformError): Promise<TurnEnd> {
  const { lane, work } = turn;
  const now = lane.world.now();
  const entry: JournalEntry = { step: work.step, outcome: evidence(error) };
  const wait = (ms: number) => new Date(now.getTime() + ms);
  switch (error.kind) {
    case "rate_limited": {
      const retryAt = error.details.retryAt ?? wait(60_000);
      const bucket = work.step === "create" && "create" in lane.platform.budget ? "create" : "all";
      await lane.budgets.block(work.platformId, bucket, retryAt);
      await park(turn, retryAt, {
        message: error.message,
        journal: entry,
        ...nothingLeft(turn),
      });
      return "stop";
    }
    case "auth_expired": {
      const goOn = await lane.signedOut(error, turn.session.credentials).catch((failure) => {
        if (failure instanceof PlatformError) return false;
        throw failure;
      });
      await park(turn, now, { message: goOn ? null : error.message, journal: entry });
      return goOn ? "waits" : "stop";
    }
    case "unreachable": {
      const misses = work.misses + 1;
      const due = wait(backoff(lane.timing, misses, lane.world.random));
      await park(turn, due, {
        misses,
        message: error.message,
        journal: entry,
        ...nothingLeft(turn),
      });
      return error.details.silent ? "silent" : "waits";
    }
    case "uncertain": {
      const misses = work.misses + 1;
      const creating = work.step === "create";
      const back = backoff(lane.timing, misses, lane.world.random);
      const later = wait(creating ? Math.max(back, lane.timing.settleMs) : back);
      const taken = error.details.field === "slug";
      await park(turn, later, {
        misses,
        message: `${error.message} We look before we try again.`,
        journal: entry,
        // The create may have left long after it was intended; what it made shows up after this moment.
        intentAt: creating ? now : work.intentAt,
        ...(taken ? { notes: { ...work.notes, slug_taken: true } } : {}),
      });
      return error.details.silent ? "silent" : "waits";
    }
    case "refused":
    case "needs_human": {
      const attempt = error.kind === "refused" ? work.attempt + 1 : work.attempt;
      if (attempt >= MAX_ATTEMPTS)
        return end(turn, { status: "error", message: error.message, journal: entry, attempt });
      const ask =
        error.kind === "refused"
          ? refusedAsk(lane.platform, work, error, lane.account.currency)
          : lookAsk(lane.platform, work, error);
      return end(turn, { status: "action_required", message: error.message, ask, journal: entry, attempt });
    }
    case "unexpected": {
      const attempt = work.attempt + 1;
      if (attempt >= MAX_ATTEMPTS)
        return end(turn, { status: "error", message: error.message, journal: entry, attempt });
      if (attempt === ASK_AFTER) {
        const ask = lookAsk(lane.platform, work, error);
        return end(turn, { status: "action_required", message: error.message, ask, journal: entry, attempt });
      }
      const due = wait(backoff(lane.timing, attempt, lane.world.random));
      await park(turn, due, { attempt, message: error.message, journal: entry });
      return "waits";
    }
  }
}

/** A create that was throttled or never left did nothing: the intent is taken back, if this turn was the first to have it. */
function nothingLeft({ work, mayExist, doubted }: Turn): { intentAt?: null } {
  return work.step === "create" && !mayExist && !doubted ? { intentAt: null } : {};
}

function evidence({ kind, message, details }: PlatformError): Record<string, unknown> {
  const { status, words, field, retryAt }: PlatformErrorDetails = details;
  return { error: kind, message, status, words, field, retry_at: retryAt };
}

/**
 * An error of the database: nothing can be written down now, so it is not the platform's. A value that it refuses
 * (SQLSTATE class 22) is our mistake about this one listing.
 */
function isStoreError(error: unknown): boolean {
  return isStatementError(error) && !codeOf(error)?.startsWith("22");
}
