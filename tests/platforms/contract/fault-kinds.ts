import { expect } from "vitest";
import type { PlatformError, PlatformErrorKind } from "@/lib/errors";
import { door } from "@/tests/support/markets";
import type { Sent } from "./network";

export interface Fault {
  name: string;
  kind: string;
  status?: number;
  /** Seconds. */
  retry_after?: number;
}

/** Every way in which a stand-in can fail a call. */
export const faults: readonly Fault[] = [
  { name: "no answer, and no effect", kind: "timeout_before" },
  { name: "no answer to what was done", kind: "timeout_after" },
  { name: "a 500 before the effect", kind: "error_before" },
  { name: "a 500 after the effect", kind: "error_after" },
  { name: "a 503 with Retry-After", kind: "error_before", status: 503, retry_after: 30 },
  { name: "a 504 after the effect", kind: "error_after", status: 504 },
  { name: "a reset before the effect", kind: "reset_before" },
  { name: "a reset after the effect", kind: "reset_after" },
  { name: "a page with status 200", kind: "html" },
  { name: "half an answer", kind: "truncated" },
  { name: "a 429", kind: "rate_limited" },
  { name: "a 429 with Retry-After", kind: "rate_limited", retry_after: 7 },
];

/** Arms a fault for the call of this number, counted from 0 among what a session sends to each server. */
export async function arm(calls: readonly Sent[], at: number, { name: _, ...fault }: Fault): Promise<void> {
  const origin = calls[at]?.origin ?? "";
  const after_calls = calls.slice(0, at).filter((call) => call.origin === origin).length;
  await door(origin)("POST", "faults", { ...fault, after_calls });
}

/** Takes faults back everywhere; fails when one of them was never met. */
export async function disarm(calls: readonly Sent[]): Promise<void> {
  for (const origin of new Set(calls.map((call) => call.origin))) {
    const control = door(origin);
    const { faults: left } = (await control("GET", "faults")) as { faults: { left: number }[] };
    await control("DELETE", "faults");
    expect(left.filter(({ left: times }) => times > 0)).toEqual([]);
  }
}

/** What the contract's table makes of a fault; several where either is right. None: there was nothing to spoil. */
export function meaningOf(
  call: Sent,
  { kind }: Fault,
  busy: PlatformErrorKind,
): (PlatformErrorKind | "none")[] {
  if (kind === "rate_limited") return [busy];
  const spoilt = kind === "html" || kind === "truncated";
  const none = call.bodiless && spoilt ? (["none"] as const) : [];
  if (call.method !== "GET") return ["uncertain", ...none];
  return kind === "html" ? ["unexpected", "unreachable"] : ["unreachable"];
}

/** The kind is the table's, and a 429 says when to come back: at the moment it names, if it names one. */
export function expectMeaning(
  call: Sent,
  fault: Fault,
  errors: PlatformError[],
  busy: PlatformErrorKind,
): void {
  const where = `${call.method} ${call.url} with ${fault.name}`;
  expect(errors.length, where).toBeLessThanOrEqual(1);
  const [error] = errors;
  expect(meaningOf(call, fault, busy), `${where}: ${error?.message}`).toContain(error?.kind ?? "none");
  if (error?.kind !== "rate_limited") return;
  const wait = (error.details.retryAt?.getTime() ?? Number.NaN) - Date.now();
  expect(wait, `${where}: wait`).toBeGreaterThan(fault.retry_after === undefined ? 0 : 4_000);
  if (fault.retry_after !== undefined) expect(wait, `${where}: wait`).toBeLessThan(7_500);
}
