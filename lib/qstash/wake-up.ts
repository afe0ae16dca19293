import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import type { App } from "../app";
import { log } from "../log";
import { once } from "./deliveries";
import type { Queue } from "./publish";

/** What is due later than this is left to the schedules: accounts differ in how long a message may wait. */
const FARTHEST_MS = 24 * 3_600_000;

/**
 * Asks for one call at the next moment at which a platform's listings are due; at once when the run was at it and time
 * was up. Work that is due and was not done has something in its way: the schedule comes back to it. A message that
 * cannot be sent is lost, and the schedule makes good for it.
 */
export async function wakeAtNextDue(
  app: App,
  platform: string,
  queue: Queue,
  run: { gotOn: boolean },
): Promise<void> {
  const now = app.world.now();
  const due = await nextDue(app, platform);
  if (due === null || due.getTime() > now.getTime() + FARTHEST_MS) return;
  if (due <= now && !run.gotOn) return;
  // Rounded up: QStash counts whole seconds, and a call before its time would find nothing.
  const seconds = Math.ceil(Math.max(due.getTime(), now.getTime()) / 1000);
  try {
    const wakeUp = { task: "auto-list", platform, slot: String(seconds) } as const;
    // QStash forgets what it was sent after ten minutes; runs that find the same moment come for hours.
    await once(app, { source: "wake-up", id: `${platform}_${seconds}` }, () =>
      queue.publish([{ ...wakeUp, notBefore: new Date(seconds * 1000) }]),
    );
  } catch (error) {
    log("wake_up_lost", { platform, error });
  }
}

/** Null when nothing is left, or nothing may be worked on. */
async function nextDue(app: App, platform: string): Promise<Date | null> {
  const found = await app.db.execute(sql`select min(w.due) as due
    from listing_work w join platforms p on p.id = w.platform_id join settings s on s.agent_enabled
    where p.name = ${platform} and p.is_active and (p.credentials_status = 'verified' or p.list_by_hand)`);
  return rows(found, z.object({ due: z.coerce.date().nullable() }))[0]?.due ?? null;
}
