import { z } from "zod";

/** All waits of the agent as one value, in milliseconds; passed in, so that tests use small ones. */
export interface Timing {
  readMs: number;
  createMs: number;
  /** Slowest upload that is waited for, bytes a second. */
  uploadBytesPerS: number;
  /** After a create with a lost answer: no second create before this. */
  settleMs: number;
  /** How long a new draft may be missing in the platform's lists. */
  listLagMs: number;
  leaseMs: number;
  /** Waits after the first, second, ... fruitless turn; the last one repeats. */
  backoffMs: number[];
  /** `none` takes the request budgets away: only for stand-ins on this machine. */
  budget: "platform" | "none";
}

const MINUTE = 60_000;

/** 10 s reads, 60 s creates, uploads at 256 kB/s; a settle time that covers a create's time-out and the list lag. */
export const defaultTiming: Timing = {
  readMs: 10_000,
  createMs: MINUTE,
  uploadBytesPerS: 256_000,
  settleMs: 2 * MINUTE,
  listLagMs: 30_000,
  leaseMs: 3 * MINUTE,
  backoffMs: [15_000, MINUTE, 5 * MINUTE, 30 * MINUTE, 60 * MINUTE, 6 * 60 * MINUTE],
  budget: "platform",
};

const ms = z.number().int().positive();
const schema = z.strictObject({
  read_ms: ms.optional(),
  create_ms: ms.optional(),
  upload_bytes_per_s: ms.optional(),
  settle_ms: ms.optional(),
  list_lag_ms: z.number().int().nonnegative().optional(),
  lease_ms: ms.optional(),
  backoff_ms: z.array(ms).min(1).optional(),
  budget: z.enum(["platform", "none"]).optional(),
});

/** Time kept free behind the longest call: five seconds, or a tenth of a short lease. */
export function slackMs(timing: Timing): number {
  return Math.min(5_000, timing.leaseMs / 10);
}

/**
 * Reads `AGENT_TIMING`: "default" or JSON with the fields that differ.
 * @throws Error with one sentence when it cannot be read or breaks an inequality.
 */
export function parseTiming(text: string | undefined): Timing {
  if (text === undefined || text === "" || text === "default") return defaultTiming;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('AGENT_TIMING is neither "default" nor JSON.');
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`AGENT_TIMING: ${issue?.path.join(".") || "value"}: ${issue?.message}.`);
  }
  const given = parsed.data;
  const timing: Timing = {
    readMs: given.read_ms ?? defaultTiming.readMs,
    createMs: given.create_ms ?? defaultTiming.createMs,
    uploadBytesPerS: given.upload_bytes_per_s ?? defaultTiming.uploadBytesPerS,
    settleMs: given.settle_ms ?? defaultTiming.settleMs,
    listLagMs: given.list_lag_ms ?? defaultTiming.listLagMs,
    leaseMs: given.lease_ms ?? defaultTiming.leaseMs,
    backoffMs: given.backoff_ms ?? defaultTiming.backoffMs,
    budget: given.budget ?? "platform",
  };
  const broken = brokenInequality(timing);
  if (broken) throw new Error(`AGENT_TIMING: ${broken}`);
  return timing;
}

/** The inequality that a timing breaks, as a sentence, or null. Without them two drafts could be made of one. */
export function brokenInequality(timing: Timing): string | null {
  if (timing.createMs + timing.listLagMs >= timing.settleMs) {
    return `create_ms + list_lag_ms (${timing.createMs + timing.listLagMs}) must be smaller than settle_ms (${timing.settleMs}).`;
  }
  const worst = timing.createMs + timing.readMs + slackMs(timing);
  if (worst >= timing.leaseMs) {
    return `lease_ms (${timing.leaseMs}) must be larger than create_ms + read_ms + slack (${worst}).`;
  }
  return null;
}

/** Time limit of an upload: 30 s (or a create's time, if that is shorter) and its size at the slowest rate. */
export function uploadMs(timing: Timing, bytes: number): number {
  return Math.min(30_000, timing.createMs) + Math.ceil((bytes / timing.uploadBytesPerS) * 1000);
}

/** The wait after `times` fruitless turns (1 = the first), with up to 20 % jitter from `random`. */
export function backoff(timing: Timing, times: number, random: () => number): number {
  const steps = timing.backoffMs;
  const base = steps[Math.min(Math.max(times, 1), steps.length) - 1] ?? MINUTE;
  return Math.round(base * (1 + random() * 0.2));
}
