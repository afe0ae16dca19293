import { Cron } from "croner";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import vercel from "@/vercel.json";
import type { App } from "../app";
import { log } from "../log";
import { processManuals } from "../manuals/process";
import type { TaskName } from "../runs";
import { runTask, tasks } from "./tasks";

/** The longest sleep between two looks at what is due. */
const LONGEST_MS = 10 * 60_000;

/**
 * Runs the schedules of vercel.json in this process, and wakes whenever work becomes due.
 * @returns `wake`: look now.
 */
export function startScheduler(app: App): { wake(): void; stop(): void } {
  const crons = vercel.crons.map(({ path, schedule }) => {
    const task = nameOf(path);
    return new Cron(schedule, { timezone: "UTC", protect: true }, () => attempt(app, task));
  });
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let again = false;
  let stopped = false;

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
    do {
      again = false;
      await workIfDue(app);
    } while (again && !stopped);
    looking = false;
    sleepUntil(await nextDue(app).catch(() => new Date(Date.now() + 5_000)));
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

async function workIfDue(app: App): Promise<void> {
  void processManuals(app);
  const due = await nextDue(app).catch(() => null);
  if (due && due <= app.world.now()) await attempt(app, "auto-list");
}

async function attempt(app: App, task: TaskName): Promise<void> {
  try {
    await runTask(app, task);
  } catch (error) {
    log("task_failed", { task, error });
  }
}

/** When there is something to do next: listings of working platforms, or intents to be written. */
async function nextDue(app: App): Promise<Date> {
  const now = app.world.now();
  const result = await app.db.execute(sql`
    select least(
      (select min(w.due) from listing_work w join platforms p on p.id = w.platform_id
        where p.is_active and p.credentials_status = 'verified'),
      (select ${now}::timestamptz from listing_outbox limit 1),
      (select min(coalesce(lease_until, ${now}::timestamptz)) from manuals where status = 'processing')
    ) as due, agent_enabled as on from settings`);
  const row = rows(result, z.object({ due: z.coerce.date().nullable(), on: z.boolean() }))[0];
  return row?.on && row.due ? row.due : new Date(now.getTime() + LONGEST_MS);
}

function nameOf(path: string): TaskName {
  const name = path.split("/").at(-1);
  for (const task of Object.keys(tasks))
    if (task === name) return task === "run-agent" ? "run-agent" : "auto-list";
  throw new Error(`vercel.json names ${path}, but there is no such task.`);
}
