import { and, eq, inArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import { agentRuns } from "@/db/schema/runs";
import { addCounts, type CycleResult, noCounts, type Progress } from "./agent/cycle";
import type { App } from "./app";
import { AppError } from "./errors";
import { log } from "./log";

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
const serverStopped = "The server stopped during this run. The work goes on in the next one.";

/**
 * A person asks for a run of the whole cycle. While one is open, that one is told to repeat its cycle once.
 * @throws AppError `conflict` when the agent is switched off.
 */
export async function requestRun(app: App): Promise<{ id: number; started: boolean }> {
  const run = await openRun(app, "run-agent", "button");
  if (!run) throw new AppError("conflict", "The agent is switched off. Switch it on in the settings first.");
  return run;
}

/**
 * Opens a run, or finds the open one of this name; a dead one does not count. One statement, unless one is open.
 * @param name a task, or `task:platform` for its part: parts of a task run side by side, each once at a time.
 * @returns null while the agent is switched off.
 */
export async function openRun(
  app: App,
  name: string,
  trigger: "schedule" | "button",
): Promise<{ id: number; started: boolean } | null> {
  const now = app.world.now();
  const opened = await app.db.execute(sql`
    with dead as (
      update agent_runs set status = 'failed', finished_at = ${now}, error = ${serverStopped}
      where status in ('queued', 'running') and lease_until < ${now} returning id
    ), made as (
      insert into agent_runs (task, trigger, status, created_at, started_at, lease_until, counts)
      select ${name}::text, ${trigger}::text, ${trigger === "button" ? "queued" : "running"}::text, ${now}::timestamptz,
        ${trigger === "button" ? null : now}::timestamptz, ${leaseFrom(now)}::timestamptz, ${JSON.stringify(noCounts)}::jsonb
      from settings where agent_enabled and (select count(*) from dead) >= 0
      on conflict do nothing returning id
    ) select agent_enabled as on, (select id from made) as id from settings`);
  const [row] = rows(opened, z.object({ on: z.boolean(), id: z.number().nullable() }));
  if (!row?.on) return null;
  if (row.id !== null) return { id: row.id, started: true };
  const [open] = await app.db
    .update(agentRuns)
    .set({ again: trigger === "button" ? true : sql`${agentRuns.again}` })
    .where(and(eq(agentRuns.task, name), inArray(agentRuns.status, ["queued", "running"])))
    .returning({ id: agentRuns.id });
  return open ? { id: open.id, started: false } : openRun(app, name, trigger);
}

/** Every open run is failed: this process is the only one there is, and it has just begun. */
export async function endOpenRuns(app: App): Promise<void> {
  await app.db
    .update(agentRuns)
    .set({ status: "failed", finishedAt: app.world.now(), error: serverStopped })
    .where(inArray(agentRuns.status, ["queued", "running"]));
}

/** Takes a run that a person asked for into hand. False: somebody else did, or it is over. */
export async function beginRun(app: App, id: number): Promise<boolean> {
  const now = app.world.now();
  const mine = await app.db
    .update(agentRuns)
    .set({ status: "running", startedAt: now, leaseUntil: leaseFrom(now) })
    .where(and(eq(agentRuns.id, id), eq(agentRuns.status, "queued")))
    .returning({ id: agentRuns.id });
  return mine.length > 0;
}

/** Executes a running run with its task, once more if it was asked for meanwhile, and writes down how it ended. */
export async function executeRun(
  app: App,
  id: number,
  task: (report: (progress: Progress) => Promise<void>) => Promise<CycleResult>,
): Promise<CycleResult> {
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
