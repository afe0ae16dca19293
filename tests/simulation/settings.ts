import { parseTiming } from "@/lib/timing";
import type { Faults } from "./market";

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

/** Manuals of one history. */
export const LISTINGS = 3;
