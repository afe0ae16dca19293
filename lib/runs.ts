import { and, eq, inArray, lt, or, sql } from "drizzle-orm";
import { agentRuns } from "@/db/schema/runs";
import { addCounts, type CycleResult, noCounts, type Progress } from "./agent/cycle";
import type { App } from "./app";
import { AppError } from "./errors";
import { log } from "./log";
import { readSettings } from "./settings";

export const taskNames = [
  "run-agent",
  "auto-list",
  "sync-sales",
  "expire-actions",
  "adjust-prices",
  "reconcile",
] as const;
export type TaskName = (typeof taskNames)[number];

/** A run whose server died is over after this time. */
const LEASE_MS = 30_000;

/**
 * A person asks for a run of the whole cycle. While one is open, that one is told to repeat its cycle once.
 * @throws AppError `conflict` when the agent is switched off.
 */
export async function requestRun(app: App): Promise<{ id: number; started: boolean }> {
  const { agentEnabled } = await readSettings(app.db);
  if (!agentEnabled)
    throw new AppError("conflict", "The agent is switched off. Switch it on in the settings first.");
  return openRun(app, "run-agent", "button");
}

/** Opens a run of a task, or finds the open one. One run of a task is open at a time; a dead one does not count. */
export async function openRun(
  app: App,
  task: TaskName,
  trigger: "schedule" | "button",
): Promise<{ id: number; started: boolean }> {
  const now = app.world.now();
  await endDeadRuns(app, now);
  const [made] = await app.db
    .insert(agentRuns)
    .values({ task, trigger, createdAt: now, leaseUntil: leaseFrom(now), counts: noCounts })
    .onConflictDoNothing()
    .returning({ id: agentRuns.id });
  if (made) return { id: made.id, started: true };
  const [open] = await app.db
    .update(agentRuns)
    .set({ again: trigger === "button" ? true : sql`${agentRuns.again}` })
    .where(and(eq(agentRuns.task, task), inArray(agentRuns.status, ["queued", "running"])))
    .returning({ id: agentRuns.id });
  return open ? { id: open.id, started: false } : openRun(app, task, trigger);
}

/** Runs whose lease has ended are failed. With `all`, every open one: this process is the only one there is. */
export async function endDeadRuns(app: App, now: Date, all = false): Promise<void> {
  await app.db
    .update(agentRuns)
    .set({
      status: "failed",
      finishedAt: now,
      error: "The server stopped during this run. The work goes on in the next one.",
    })
    .where(
      and(inArray(agentRuns.status, ["queued", "running"]), all ? undefined : lt(agentRuns.leaseUntil, now)),
    );
}

/** Executes an opened run with its task, once more if it was asked for meanwhile, and writes down how it ended. */
export async function executeRun(
  app: App,
  id: number,
  task: (report: (progress: Progress) => Promise<void>) => Promise<CycleResult>,
): Promise<CycleResult> {
  const now = app.world.now();
  const [mine] = await app.db
    .update(agentRuns)
    .set({ status: "running", startedAt: now, leaseUntil: leaseFrom(now) })
    .where(and(eq(agentRuns.id, id), eq(agentRuns.status, "queued")))
    .returning({ id: agentRuns.id });
  if (!mine) return { counts: noCounts, problems: [], more: false };
  const beat = setInterval(
    () => void renew(app, id).catch((error) => log("run_lease", { error })),
    LEASE_MS / 3,
  );
  try {
    let result = await task((progress) => note(app, id, progress));
    for (let repeated = false; !(await finish(app, id, result, repeated)); repeated = true) {
      const next = await task((progress) => note(app, id, progress));
      result = {
        ...next,
        counts: addCounts(result.counts, next.counts),
        problems: [...result.problems, ...next.problems],
      };
    }
    return result;
  } catch (error) {
    await app.db
      .update(agentRuns)
      .set({
        status: "failed",
        finishedAt: app.world.now(),
        error: "The run broke off on our side. It is noted in the log.",
      })
      .where(and(eq(agentRuns.id, id), eq(agentRuns.status, "running")));
    log("run_failed", { run: id, error });
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/** Ends the run unless it was asked for again; false sends it round once more. */
async function finish(
  app: App,
  id: number,
  { counts, problems }: CycleResult,
  repeated: boolean,
): Promise<boolean> {
  const ended = await app.db
    .update(agentRuns)
    .set({
      status: problems.length > 0 ? "problems" : "finished",
      finishedAt: app.world.now(),
      counts,
      error: problems.length > 0 ? problems.join(" ") : null,
    })
    .where(and(eq(agentRuns.id, id), repeated ? undefined : or(eq(agentRuns.again, false))))
    .returning({ id: agentRuns.id });
  return ended.length > 0;
}

async function note(app: App, id: number, { done, total, counts }: Progress): Promise<void> {
  await app.db
    .update(agentRuns)
    .set({ done, total, counts, leaseUntil: leaseFrom(app.world.now()) })
    .where(eq(agentRuns.id, id));
}

async function renew(app: App, id: number): Promise<void> {
  await app.db
    .update(agentRuns)
    .set({ leaseUntil: leaseFrom(app.world.now()) })
    .where(eq(agentRuns.id, id));
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS);
}
