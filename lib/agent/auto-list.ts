import { askForConnections } from "../action-queue/workspace-asks";
import type { App } from "../app";
import { retryCandidate } from "../connections/configure";
import { log } from "../log";
import { processManuals } from "../manuals/process";
import { readSettings } from "../settings";
import { type CycleResult, noResult, type Part, type Progress, targets, workOnListings } from "./cycle";
import { drainOutbox } from "./outbox";

/** Lists what is due on every active platform: by API, or by asking a person with a paste kit. */
export async function autoList(
  app: App,
  deadline: Date,
  report: (progress: Progress) => Promise<void>,
  part?: Part,
): Promise<CycleResult> {
  const settings = await readSettings(app.db);
  if (!settings.agentEnabled) return noResult();
  if (!part) void processManuals(app);
  await drainOutbox(app.db, app.world.now, deadline);
  for (const { id } of (await targets(app, part)).filter(({ candidate }) => candidate)) {
    await retryCandidate(app, id).catch((error) => log("candidate_failed", { platform: id, error }));
  }
  const asked = part ? 0 : await askForConnections(app.db, app.world.now());
  const result = await workOnListings(app, deadline, report, part);
  result.counts.actions += asked;
  return result;
}
