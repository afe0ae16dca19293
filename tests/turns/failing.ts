import type { Step } from "@/lib/agent/store";
import { PlatformError, type PlatformErrorDetails, type PlatformErrorKind } from "@/lib/errors";
import { at, type Change, oneTurn } from "./one-turn";

/** A turn in which a step's own verb throws. */
export function failing(step: Exclude<Step, "plan">, error: Error, change: Change = {}) {
  const act = async () => {
    throw error;
  };
  const verb = step === "verify" ? "read" : step;
  return oneTurn({ ...change, work: { step, ...change.work }, listing: { [verb]: act, ...change.listing } });
}
/** What a platform says in all these turns. */
export const thrown = (kind: PlatformErrorKind, details: PlatformErrorDetails = {}) =>
  new PlatformError(kind, "It said no.", details);
/** How the journal tells such an error. */
export const told = (error: string, details: Record<string, unknown> = {}) => ({
  error,
  message: "It said no.",
  status: undefined,
  words: undefined,
  field: undefined,
  retry_at: undefined,
  ...details,
});
/** A listing left at its step, but for what the test is about. */
export const parked = { verb: "advance", notes: {}, attempt: 0, misses: 0, at: at(0) };
