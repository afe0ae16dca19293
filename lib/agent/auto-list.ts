import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import type { RunCounts } from "@/db/schema/runs";
import { askForConnections } from "../action-queue/workspace-asks";
import type { App } from "../app";
import { retryCandidate } from "../connections/configure";
import { log } from "../log";
import { processManuals } from "../manuals/process";
import { readSettings } from "../settings";
import { runLane } from "./lane";
import { drainOutbox } from "./outbox";
import type { TurnEnd } from "./turn";

export interface Progress {
  done: number;
  total: number;
  counts: RunCounts;
}

export interface CycleResult {
  counts: RunCounts;
  problems: string[];
  /** Work was due when time was up. */
  more: boolean;
}

const target = z.object({ id: z.number(), candidate: z.boolean(), ready: z.boolean(), due: z.number() });

/** Lists what is due on every active platform, each in a lane of its own, until nothing is due or time is up. */
export async function autoList(
  app: App,
  deadline: Date,
  report: (progress: Progress) => Promise<void>,
): Promise<CycleResult> {
  const counts: RunCounts = { listed: 0, synced: 0, timed_out: 0, prices: 0, actions: 0 };
  const settings = await readSettings(app.db);
  if (!settings.agentEnabled) return { counts, problems: [], more: false };
  void processManuals(app);
  await drainOutbox(app.db, app.world.now, deadline);
  for (const { id } of (await targets(app)).filter(({ candidate }) => candidate)) {
    await retryCandidate(app, id).catch((error) => log("candidate_failed", { platform: id, error }));
  }
  counts.actions += await askForConnections(app.db, app.world.now());
  const lanes = (await targets(app)).filter(({ ready, due }) => ready && due > 0);
  const progress: Progress = { done: 0, total: lanes.reduce((sum, { due }) => sum + due, 0), counts };
  const problems: string[] = [];
  const onEnd = async (end: TurnEnd) => {
    if (end === "listed") counts.listed += 1;
    if (end === "asked") counts.actions += 1;
    if (end === "listed" || end === "asked" || end === "failed") progress.done += 1;
    progress.total = Math.max(progress.total, progress.done);
    await report(progress);
  };
  const publish = settings.publish === "ask" ? "ask" : "auto";
  const ends = await Promise.all(
    lanes.map(({ id }) => runLane(app, { platformId: id, publish, deadline, onEnd })),
  );
  for (const { problem } of ends) if (problem) problems.push(problem);
  const left = (await targets(app)).some(({ ready, due }) => ready && due > 0);
  return { counts, problems, more: left };
}

/** Active platforms: what waits to be checked, what is ready to be worked on, and how much is due soon. */
async function targets(app: App): Promise<z.infer<typeof target>[]> {
  const soon = new Date(app.world.now().getTime() + 60_000);
  const result = await app.db.execute(sql`
    select p.id, p.candidate is not null as candidate, p.credentials_status = 'verified' as ready,
      (select count(*)::int from listing_work w where w.platform_id = p.id and w.due <= ${soon}) as due
    from platforms p where p.is_active or p.candidate is not null order by p.id`);
  return rows(result, target);
}
