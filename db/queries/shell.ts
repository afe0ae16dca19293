import { desc, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { actionQueue } from "@/db/schema/actions";
import { manuals } from "@/db/schema/manuals";
import { agentRuns } from "@/db/schema/runs";
import { settings } from "@/db/schema/workspace";
import { type RunRow, seen } from "./runs";

/** What every screen shows around its content. */
export interface Shell {
  agentEnabled: boolean;
  timeZone: string;
  currency: string;
  /** Actions that wait for a person. */
  waiting: number;
  manuals: number;
  /** Manuals that are being read. */
  processing: number;
  /** The run under way, else the newest one. */
  run: RunRow | null;
}

/** Two statements. */
export async function readShell(db: Db, now: Date): Promise<Shell> {
  const [[row], [run]] = await Promise.all([
    db
      .select({
        agentEnabled: settings.agentEnabled,
        timeZone: settings.timeZone,
        currency: settings.currency,
        waiting: sql<number>`(select count(*) from ${actionQueue} where status = 'pending')`.mapWith(Number),
        manuals: sql<number>`(select count(*) from ${manuals})`.mapWith(Number),
        processing: sql<number>`(select count(*) from ${manuals} where status = 'processing')`.mapWith(
          Number,
        ),
      })
      .from(settings)
      .limit(1),
    db
      .select()
      .from(agentRuns)
      .orderBy(
        desc(sql`(status in ('queued', 'running') and lease_until > ${now.toISOString()}::timestamptz)`),
        desc(agentRuns.id),
      )
      .limit(1),
  ]);
  const base = row ?? {
    agentEnabled: true,
    timeZone: "UTC",
    currency: "USD",
    waiting: 0,
    manuals: 0,
    processing: 0,
  };
  return { ...base, run: run ? seen(run, now) : null };
}
