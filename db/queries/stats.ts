import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { listPlatforms, type PlatformRow } from "./platforms";
import { type RevenueSummary, summariseRevenue } from "./revenue";

export interface Stats {
  platforms: PlatformRow[];
  pendingActions: number;
  /** Net of all time in the workspace's currency, minor units. */
  total: number;
  /** Of the last 30 days. */
  revenue: RevenueSummary;
}

/** Everything that the dashboard begins with. Three statements, whatever the size of the ledger. */
export async function readStats(db: Db, now: Date): Promise<Stats> {
  const [platforms, [whole], revenue] = await Promise.all([
    listPlatforms(db),
    db
      .execute(sql`select (select count(*)::int from action_queue where status = 'pending') as pending,
        (select coalesce(sum(gross - fees - refunds), 0)::bigint from revenue_daily d
          where d.currency = s.currency) as total from settings s`)
      .then((found) => rows(found, z.object({ pending: z.number(), total: z.number() }))),
    summariseRevenue(db, { days: 30, now }),
  ]);
  return { platforms, pendingActions: whole?.pending ?? 0, total: whole?.total ?? 0, revenue };
}
