import type { RunCounts } from "@/db/schema/runs";
import type { App } from "../app";
import { beginRun, executeRun, openRun, type TaskName } from "../runs";
import { adjustPrices } from "./adjust-prices";
import type { Part } from "./agenda";
import { autoList } from "./auto-list";
import { type CycleResult, noCounts, type Task } from "./cycle";
import { expireActions } from "./expire-actions";
import { reconcile } from "./reconcile";
import { runAgent } from "./run-agent";
import { syncSales } from "./sync-sales";

/** Longest life of one invocation (Vercel's default, https://vercel.com/docs/functions/limitations). */
const MAX_DURATION_MS = 300_000;

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

/**
 * One bounded batch of a task or of its part for one platform, recorded as a run. While another one is at it, or the
 * agent is switched off, nothing is done.
 */
export async function runTask(app: App, task: TaskName, part?: Part): Promise<TaskReply> {
  const name = part === undefined ? task : `${task}:${part ?? "rest"}`;
  const run = await openRun(app, name, "schedule");
  if (!run?.started) return { task, counts: { ...noCounts }, more: run !== null };
  const { counts, more } = await execute(app, run.id, task, part);
  return { task, counts, more };
}

/** Executes a run of the whole cycle that a person asked for. */
export async function runRequested(app: App, id: number): Promise<void> {
  if (await beginRun(app, id)) await execute(app, id, "run-agent");
}

/** Within 0.8 of an invocation's longest life. */
function execute(app: App, id: number, task: TaskName, part?: Part): Promise<CycleResult> {
  const deadline = new Date(app.world.now().getTime() + 0.8 * MAX_DURATION_MS);
  return executeRun(app, id, (report) => tasks[task](app, deadline, report, part));
}
