import { askForConnections } from "../action-queue/workspace-asks";
import { retryCandidate } from "../connections/configure";
import { log } from "../log";
import { processManuals } from "../manuals/process";
import { readAgenda } from "./agenda";
import { noResult, type Task, workOnListings } from "./cycle";
import { drainOutbox } from "./outbox";

/** Lists what is due on every active platform: by API, or by asking a person with a paste kit. */
export const autoList: Task = async (app, deadline, report, part, known) => {
  let agenda = known ?? (await readAgenda(app, part));
  if (!agenda.settings.agentEnabled) return noResult();
  if (!part && agenda.manuals) void processManuals(app);
  const candidates = agenda.targets.filter(({ candidate }) => candidate);
  if (agenda.outbox) await drainOutbox(app.db, app.world.now, deadline);
  for (const { id } of candidates) {
    await retryCandidate(app, id).catch((error) => log("candidate_failed", { platform: id, error }));
  }
  if (agenda.outbox || candidates.length > 0) agenda = await readAgenda(app, part);
  const asked = !part && agenda.unconnected ? await askForConnections(app.db, app.world.now()) : 0;
  const result = await workOnListings(app, deadline, report, part, agenda);
  result.counts.actions += asked;
  return result;
};
