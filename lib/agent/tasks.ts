import type { RunCounts } from "@/db/schema/runs";
import type { App } from "../app";
import { executeRun, openRun, type TaskName } from "../runs";
import { readSettings } from "../settings";
import { adjustPrices } from "./adjust-prices";
import { autoList } from "./auto-list";
import { type CycleResult, noCounts, type Progress } from "./cycle";
import { expireActions } from "./expire-actions";
import { reconcile } from "./reconcile";
import { runAgent } from "./run-agent";
import { syncSales } from "./sync-sales";

/** Longest life of one invocation (Vercel's default, https://vercel.com/docs/functions/limitations). */
const MAX_DURATION_MS = 300_000;

type Task = (app: App, deadline: Date, report: (progress: Progress) => Promise<void>) => Promise<CycleResult>;

/** Everything that runs by itself. Each schedule in vercel.json names one. */
export const tasks: Record<TaskName, Task> = {
  "run-agent": runAgent,
  "auto-list": autoList,
  "sync-sales": syncSales,
  "expire-actions": expireActions,
  "adjust-prices": adjustPrices,
  reconcile,
};

export interface TaskReply {
  task: TaskName;
  counts: RunCounts;
  more: boolean;
}

/** One bounded batch of a task, recorded as a run. While another one is at it, nothing is done. */
export async function runTask(app: App, task: TaskName): Promise<TaskReply> {
  const counts = { ...noCounts };
  const { agentEnabled } = await readSettings(app.db);
  if (!agentEnabled) return { task, counts, more: false };
  const run = await openRun(app, task, "schedule");
  if (!run.started) return { task, counts, more: true };
  const result = await runOpened(app, run.id, task);
  return { task, counts: result.counts, more: result.more };
}

/** Executes a run that was opened for a task, within 0.8 of an invocation's longest life. */
export function runOpened(app: App, id: number, task: TaskName): Promise<CycleResult> {
  const deadline = new Date(app.world.now().getTime() + 0.8 * MAX_DURATION_MS);
  return executeRun(app, id, (report) => tasks[task](app, deadline, report));
}
