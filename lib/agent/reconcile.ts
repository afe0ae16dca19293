import type { App } from "../app";
import { readSettings } from "../settings";
import { type CycleResult, noResult } from "./cycle";
import { removeLeftDrafts } from "./own-drafts";

/** Puts right what a platform has against what we know: own drafts that a late answer left behind are removed. */
export async function reconcile(app: App, deadline: Date): Promise<CycleResult> {
  const { agentEnabled } = await readSettings(app.db);
  if (agentEnabled) await removeLeftDrafts(app, deadline);
  return noResult();
}
