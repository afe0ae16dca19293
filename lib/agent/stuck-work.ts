import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { requeue } from "../listings";

/** Work that nobody did for so long, or that failed to reach its platform so often in a row, is told. */
const LATE_MS = 24 * 3_600_000;
const MISSES = 10;

const told = z.object({ late: z.number(), message: z.string().nullable() });

/**
 * Puts right what should not be: listings that wait for nothing go on, questions about listings that are live and wait
 * for nothing are closed. Three statements and one that counts.
 * @returns a sentence about work that is stuck; null when none is.
 */
export async function freeStuckWork(db: Db, platformId: number, at: Date): Promise<string | null> {
  const open = sql`exists (select 1 from action_queue a where a.cause = l.hold and a.status = 'pending')`;
  await requeue(db, {
    where: sql`l.platform_id = ${platformId} and l.status = 'action_required' and l.hold is not null and not ${open}`,
    at,
    attempts: "keep",
  });
  // An earlier create may have left something behind: the engine looks first.
  await db.execute(sql`insert into listing_work (listing_id, platform_id, due, intent_at, notes)
    select l.id, l.platform_id, ${at}::timestamptz, coalesce((l.resume->>'intentAt')::timestamptz, ${at}::timestamptz),
      coalesce(l.resume->'notes', '{}'::jsonb) - 'rounds' from platform_listings l
    where l.platform_id = ${platformId} and l.status = 'pending'
      and not exists (select 1 from listing_work w where w.listing_id = l.id)
    on conflict (listing_id) do nothing`);
  await db.execute(sql`update action_queue a set status = 'completed', responded_by = 'the agent', responded_at = ${at},
      user_response = 'no longer needed'
    from platform_listings l where a.listing_id = l.id and a.status = 'pending' and l.platform_id = ${platformId}
      and l.status in ('listed', 'active') and l.hold is null`);
  const stuck = await db.execute(sql`select count(*)::int as late, max(l.error_message) as message
    from listing_work w join platform_listings l on l.id = w.listing_id
    join platforms p on p.id = w.platform_id and p.is_active and (p.credentials_status = 'verified' or p.list_by_hand)
    where w.platform_id = ${platformId} and (w.due < ${new Date(at.getTime() - LATE_MS)} or w.misses >= ${MISSES})`);
  const { late, message } = rows(stuck, told)[0] ?? { late: 0, message: null };
  if (late === 0) return null;
  const count = late === 1 ? "1 listing does" : `${late} listings do`;
  return `${count} not get on.${message ? ` ${message}` : ""} The agent keeps trying; see it under Listings.`;
}
