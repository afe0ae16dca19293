import { agentRuns, type RunCounts } from "@/db/schema/runs";
import type { App } from "../app";
import { endDeadRuns, executeRun, openRun, type TaskName } from "../runs";
import { readSettings } from "../settings";
import { adjustPrices } from "./adjust-prices";
import { autoList } from "./auto-list";
import { type CycleResult, noCounts, type Part, type Progress } from "./cycle";
import { expireActions } from "./expire-actions";
import { reconcile } from "./reconcile";
import { runAgent } from "./run-agent";
import { syncSales } from "./sync-sales";

/** Longest life of one invocation (Vercel's default, https://vercel.com/docs/functions/limitations). */
const MAX_DURATION_MS = 300_000;

/** A run that was opened and not begun is over after this time. */
const OPENED_MS = 30_000;

type Task = (
  app: App,
  deadline: Date,
  report: (progress: Progress) => Promise<void>,
  part: Part,
) => Promise<CycleResult>;

/** Everything that runs by itself. Each schedule in vercel.json names one. */
export const tasks: Record<TaskName, Task> = {
  "run-agent": runAgent,
  "auto-list": autoList,
  "sync-sales": (app, deadline, _, part) => syncSales(app, deadline, part),
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
 * One bounded batch of a task or of its part for one platform, recorded as a run. While another one is at it, nothing
 * is done.
 */
export async function runTask(app: App, task: TaskName, part?: Part): Promise<TaskReply> {
  const counts = { ...noCounts };
  const { agentEnabled } = await readSettings(app.db);
  if (!agentEnabled) return { task, counts, more: false };
  const run =
    part === undefined
      ? await openRun(app, task, "schedule")
      : await openPart(app, `${task}:${part ?? "rest"}`);
  if (!run.started) return { task, counts, more: true };
  const result = await runOpened(app, run.id, task, part);
  return { task, counts: result.counts, more: result.more };
}

/** Executes a run that was opened for a task, within 0.8 of an invocation's longest life. */
export function runOpened(app: App, id: number, task: TaskName, part?: Part): Promise<CycleResult> {
  const deadline = new Date(app.world.now().getTime() + 0.8 * MAX_DURATION_MS);
  return executeRun(app, id, (report) => tasks[task](app, deadline, report, part));
}

/** Opens a run under the name of its part, so that the parts of a task run side by side, each once at a time. */
async function openPart(app: App, task: string): Promise<{ id: number; started: boolean }> {
  const now = app.world.now();
  await endDeadRuns(app, now);
  const [made] = await app.db
    .insert(agentRuns)
    .values({
      task,
      trigger: "schedule",
      createdAt: now,
      leaseUntil: new Date(now.getTime() + OPENED_MS),
      counts: noCounts,
    })
    .onConflictDoNothing()
    .returning({ id: agentRuns.id });
  return { id: made?.id ?? 0, started: made !== undefined };
}
