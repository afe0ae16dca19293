import { expireActions as expire } from "../action-queue/leave";
import type { App } from "../app";
import { readSettings } from "../settings";
import { type CycleResult, noResult } from "./cycle";

/** Reminds of actions that run out soon, and lets run out those that are late; what waits for them is paused. */
export async function expireActions(app: App, deadline: Date): Promise<CycleResult> {
  const { agentEnabled } = await readSettings(app.db);
  if (!agentEnabled) return noResult();
  const { timedOut, more } = await expire(app, deadline);
  const result = noResult();
  result.counts.timed_out = timedOut;
  return { ...result, more };
}
