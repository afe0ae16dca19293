import { Cron } from "croner";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import vercel from "@/vercel.json";
import type { App } from "../app";
import { platforms } from "../platforms";
import type { TaskName } from "../runs";
import type { Message } from "./publish";

const platformRow = z.object({ name: z.string(), lists: z.boolean(), connected: z.boolean() });
type PlatformRow = z.infer<typeof platformRow>;

const sells = ({ name, connected }: PlatformRow) =>
  connected && platforms.some((platform) => platform.name === name && platform.sales !== undefined);

/** Tasks that are split by platform, and the platforms that each may have something to do on. */
const split: Partial<Record<TaskName, (platform: PlatformRow) => boolean>> = {
  "run-agent": (platform) => platform.lists || sells(platform),
  "auto-list": ({ lists }) => lists,
  "sync-sales": sells,
  reconcile: (platform) => platform.connected,
};

export function isSplit(task: TaskName): boolean {
  return split[task] !== undefined;
}

/** A message for each platform that a task may have something to do on, and one for what belongs to no platform. */
export async function messagesFor(app: App, task: TaskName, slot: string): Promise<Message[]> {
  const found = await app.db.execute(sql`select name, is_active or candidate is not null as lists,
    credentials_status = 'verified' as connected from platforms order by id`);
  const named = rows(found, platformRow).filter(split[task] ?? (() => false));
  return [...named.map(({ name }) => name), null].map((platform) => ({ task, platform, slot }));
}

/** The occurrence of a task's schedule that a call at this moment belongs to; a second early counts as in time. */
export function slotOf(task: TaskName, now: Date): string {
  const schedule = vercel.crons.find(({ path }) => path.endsWith(`/${task}`))?.schedule ?? "* * * * *";
  const [last] = new Cron(schedule, { timezone: "UTC" }).previousRuns(1, new Date(now.getTime() + 1_000));
  return String((last ?? now).getTime() / 1000);
}
