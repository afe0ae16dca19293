import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { PlatformError } from "../errors";
import type { Budget, Need } from "../platforms/platform";
import type { World } from "./session";

/** Calls that a turn may make: from `startAt` on, one each `intervalMs`. */
export interface Grant {
  granted: true;
  startAt: Date;
  intervalMs: number;
}
/** No calls now. `retryAt` null: the platform or the agent was switched off. */
export interface NoGrant {
  granted: false;
  retryAt: Date | null;
}

export type Purpose = "listing" | "reading";

/** Request budgets of the platforms, kept in the database so that all workers share them. */
export interface Budgets {
  /** Takes the calls of a turn, all or none. `reading` sales goes on where listing is switched off. */
  take(platformId: number, need: Need, now: Date, purpose?: Purpose): Promise<Grant | NoGrant>;
  /** The platform asked to wait: no call of this bucket before `until`. */
  block(platformId: number, bucket: string, until: Date): Promise<void>;
  /** What the platform's own headers say about bucket `all`. */
  learn(
    platformId: number,
    seen: { perSecond?: number; remainingToday?: number; perDay?: number },
  ): Promise<void>;
}

/** Pacing slots further away than this are not waited for. */
const MAX_WAIT_MS = 5_000;
/** Calls a second where a platform names no rate: only a bucket's pause is kept in that row. */
const UNPACED = 1_000;

/** Calls an hour and platform that nobody waits for: looks at live listings, checks, left drafts. */
const BACKGROUND = { seconds: 3_600, limit: 20 };

/** The same calls, taken from the background's share as well. */
export function background(need: Need): Need {
  return { ...need, background: Object.values(need).reduce((sum, calls) => sum + calls, 0) };
}

/** Waits for the slot of each call of a grant: `before` of a session. */
export function pacedBy(
  { now, sleep }: Pick<World, "now" | "sleep">,
  { startAt, intervalMs }: Grant,
): () => Promise<void> {
  let next = startAt.getTime();
  return async () => {
    const at = now().getTime();
    const wait = next - at;
    next = Math.max(next, at) + intervalMs;
    if (wait > 0) await sleep(wait);
  };
}

/** What a platform that asked to wait is due: none of its calls are made before the moment it named, or for a minute. */
export async function obeyThrottle(budgets: Budgets, id: number, error: unknown, now: Date): Promise<void> {
  if (!(error instanceof PlatformError) || error.kind !== "rate_limited") return;
  await budgets.block(id, "all", error.details.retryAt ?? new Date(now.getTime() + 60_000));
}

/** The rows of a platform's budget: one for the pace (seconds 0), one for each window, and the background's share. */
export function quotaRows(
  budget: Record<string, Budget>,
): { bucket: string; seconds: number; cap: number }[] {
  const named = Object.entries(budget).flatMap(([bucket, { perSecond, windows }]) => [
    { bucket, seconds: 0, cap: perSecond ?? UNPACED },
    ...windows.map(({ seconds, limit }) => ({ bucket, seconds, cap: limit })),
  ]);
  return [...named, { bucket: "background", seconds: BACKGROUND.seconds, cap: BACKGROUND.limit }];
}

const takenRow = z.object({
  allowed: z.boolean(),
  taken: z.boolean(),
  retryAt: z.coerce.date().nullable(),
  startAt: z.coerce.date().nullable(),
  perSecond: z.number().nullable(),
});

export function postgresBudgets(db: Db, mode: "platform" | "none"): Budgets {
  return {
    async take(platformId, need, now, purpose = "listing") {
      const [row] = rows(
        await db.execute(takeStatement(platformId, mode === "none" ? {} : need, now, purpose)),
        takenRow,
      );
      if (!row?.allowed) return { granted: false, retryAt: null };
      if (mode === "none") return { granted: true, startAt: now, intervalMs: 0 };
      if (!row.taken)
        return { granted: false, retryAt: row.retryAt ?? new Date(now.getTime() + MAX_WAIT_MS) };
      return { granted: true, startAt: row.startAt ?? now, intervalMs: 1000 / (row.perSecond ?? 1) };
    },
    async block(platformId, bucket, until) {
      await db.execute(sql`update quotas set started = greatest(started, ${until})
        where platform_id = ${platformId} and bucket = ${bucket} and seconds = 0`);
    },
    async learn(platformId, { perSecond, remainingToday, perDay }) {
      await db.execute(sql`update quotas set
        cap = case when seconds = 0 then coalesce(${perSecond || null}::int, cap) else coalesce(${perDay || null}::int, cap) end,
        used = case when seconds = 0 then used
          else greatest(used, coalesce(${perDay || null}::int, cap) - coalesce(${remainingToday ?? null}::int, cap)) end
        where platform_id = ${platformId} and bucket = 'all' and seconds in (0, 86400)`);
    },
  };
}

/** One statement: the rows are locked in key order, judged together, and taken together or not at all. */
function takeStatement(platformId: number, need: Need, now: Date, purpose: Purpose) {
  const window = sql`to_timestamp(floor(extract(epoch from ${now}::timestamptz) / q.seconds) * q.seconds)`;
  return sql`/* take calls */
    with need as (select key as bucket, value::int as n from jsonb_each_text(${JSON.stringify(need)}::jsonb)),
    allowed as (
      select 1 from platforms p join settings s on s.agent_enabled
      where p.id = ${platformId} and (p.is_active or ${purpose === "reading"}) and p.credentials_status = 'verified'
    ), locked as (
      select q.* from quotas q where q.platform_id = ${platformId} and q.bucket in (select bucket from need)
      order by q.bucket, q.seconds for update
    ), judged as (
      select q.bucket, q.seconds, q.cap, n.n, q.started, q.used,
        case when q.seconds > 0 then ${window} end as current,
        case when q.seconds = 0 then q.started <= ${now}::timestamptz + make_interval(secs => ${MAX_WAIT_MS / 1000})
          else q.started <> ${window} or q.used = 0 or q.used + n.n <= q.cap end as fits
      from locked q join need n on n.bucket = q.bucket
    ), taken as (
      update quotas q set
        started = case when j.seconds = 0
          then greatest(j.started, ${now}::timestamptz) + make_interval(secs => j.n::float / j.cap) else j.current end,
        used = case when j.seconds = 0 or j.started = j.current then j.used + j.n else j.n end
      from judged j
      where q.platform_id = ${platformId} and q.bucket = j.bucket and q.seconds = j.seconds
        and exists (select 1 from allowed) and (select bool_and(fits) from judged)
      returning q.bucket, q.seconds
    )
    select exists (select 1 from allowed) as allowed, exists (select 1 from taken) as taken,
      (select max(case when seconds = 0 then started else current + make_interval(secs => seconds) end)
        from judged where not fits) as "retryAt",
      (select max(greatest(started, ${now}::timestamptz)) from judged where seconds = 0) as "startAt",
      (select min(cap) from judged where seconds = 0) as "perSecond"`;
}
