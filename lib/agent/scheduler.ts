import { Cron } from "croner";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import vercel from "@/vercel.json";
import type { App } from "../app";
import { log } from "../log";
import { processManuals } from "../manuals/process";
import { type TaskName, taskNames } from "../runs";
import { backoff } from "../timing";
import { runTask } from "./tasks";

/** The longest sleep between two looks at what is due. */
const LONGEST_MS = 10 * 60_000;
/** The longest pause after runs that got nothing done although work is due. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * Runs the schedules of vercel.json in this process, and wakes whenever work becomes due.
 * @param instead other schedules for some tasks (the demo reads sales more often).
 * @returns `wake`: look now.
 */
export function startScheduler(
  app: App,
  instead: Partial<Record<TaskName, string>> = {},
): { wake(): void; stop(): void } {
  const crons = vercel.crons.map(({ path, schedule }) => {
    const task = nameOf(path);
    return new Cron(instead[task] ?? schedule, { timezone: "UTC", protect: true }, async () => {
      await attempt(app, task);
    });
  });
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let again = false;
  let stopped = false;
  let fruitless = 0;

  const sleepUntil = (at: Date) => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => void look(), Math.min(Math.max(at.getTime() - Date.now(), 50), LONGEST_MS));
  };
  const look = async () => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    let progress = false;
    do {
      again = false;
      progress = await workIfDue(app);
    } while (again && !stopped);
    looking = false;
    const next = await nextDue(app).catch(() => new Date(Date.now() + 5_000));
    // Still due after a run that got nothing done: something stands in the way, and haste would not help.
    fruitless = !progress && next <= app.world.now() ? fruitless + 1 : 0;
    const pause = fruitless
      ? Math.min(backoff(app.timing, fruitless, app.world.random), LONGEST_PAUSE_MS)
      : 0;
    sleepUntil(new Date(Math.max(next.getTime(), Date.now() + pause)));
  };
  sleepUntil(new Date());
  return {
    wake() {
      if (looking) again = true;
      else sleepUntil(new Date());
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      for (const cron of crons) cron.stop();
    },
  };
}

/** @returns whether something was listed or asked. */
async function workIfDue(app: App): Promise<boolean> {
  void processManuals(app);
  const due = await nextDue(app).catch(() => null);
  return due !== null && due <= app.world.now() && attempt(app, "auto-list");
}

async function attempt(app: App, task: TaskName): Promise<boolean> {
  try {
    const { counts } = await runTask(app, task);
    return counts.listed + counts.actions + counts.prices > 0;
  } catch (error) {
    log("task_failed", { task, error });
    return false;
  }
}

/** When there is something to do next: listings of working platforms, or intents to be written. */
async function nextDue(app: App): Promise<Date> {
  const now = app.world.now();
  const result = await app.db.execute(sql`
    select least(
      (select min(w.due) from listing_work w join platforms p on p.id = w.platform_id
        where p.is_active and (p.credentials_status = 'verified' or p.list_by_hand)),
      (select ${now}::timestamptz from listing_outbox limit 1),
      (select min(coalesce(lease_until, ${now}::timestamptz)) from manuals where status = 'processing')
    ) as due, agent_enabled as on from settings`);
  const row = rows(result, z.object({ due: z.coerce.date().nullable(), on: z.boolean() }))[0];
  return row?.on && row.due ? row.due : new Date(now.getTime() + LONGEST_MS);
}

function nameOf(path: string): TaskName {
  const name = path.split("/").at(-1);
  for (const task of taskNames) if (task === name) return task;
  throw new Error(`vercel.json names ${path}, but there is no such task.`);
}
