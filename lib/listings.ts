import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import type { App } from "./app";
import { AppError } from "./errors";
import type { Notes } from "./platforms/platform";
import { clean } from "./text";

/**
 * Puts resting listings back to work: same row, new generation, remote id, intent and notes kept, so that the
 * engine looks before it creates. One statement.
 * @param attempts `keep` counts refusals on (an answer that is refused again), `reset` begins anew (a retry).
 * @returns ids of the listings that were put back.
 */
export async function requeue(
  db: Db,
  input: { where: SQL; at: Date; attempts: "keep" | "reset"; notes?: Notes },
): Promise<number[]> {
  const attempt = input.attempts === "keep" ? sql`coalesce((resume->>'attempt')::int, 0)` : sql`0`;
  const notes = JSON.stringify(input.notes ?? {});
  const statement = sql`
    with freed as (
      update platform_listings l set status = 'pending', hold = null, error_message = null,
        generation = generation + 1, retry_count = retry_count + 1
      where (${input.where}) and l.status in ('action_required', 'error', 'paused')
      returning l.id, l.platform_id, l.resume
    ), queued as (
      insert into listing_work (listing_id, platform_id, due, step, intent_at, notes, attempt)
      select id, platform_id, ${input.at}, 'plan', (resume->>'intentAt')::timestamptz,
        (coalesce(resume->'notes', '{}'::jsonb) - 'rounds') || ${notes}::jsonb, ${attempt}
      from freed on conflict (listing_id) do nothing
    ) select id from freed`;
  return rows(await db.execute(statement), z.object({ id: z.number() })).map(({ id }) => id);
}

/**
 * A person asks to try a listing again; its open action is closed.
 * @throws AppError `not_found`; `malformed` when the listing's status does not allow it.
 */
export async function retryListing(app: App, id: number): Promise<void> {
  const at = app.world.now();
  const found = await app.db.transaction(async (tx) => {
    // Actions before listings, as an answer takes them: two orders would be a deadlock.
    await tx.execute(
      sql`select id from action_queue where listing_id = ${id} and status = 'pending' for update`,
    );
    const before = rows(
      await tx.execute(sql`select status, hold from platform_listings where id = ${id} for update`),
      z.object({ status: z.string(), hold: z.string().nullable() }),
    )[0];
    if (!before) throw new AppError("not_found", `There is no listing ${id}.`);
    const freed = await requeue(tx, { where: sql`l.id = ${id}`, at, attempts: "reset" });
    if (freed.length === 0) {
      throw new AppError(
        "malformed",
        `Only a listing that failed, needs you or is paused can be tried again; this one is ${before.status}.`,
      );
    }
    await tx.execute(sql`update action_queue set status = 'cancelled', responded_by = 'retry', responded_at = ${at}
      where listing_id = ${id} and status = 'pending'`);
    return before;
  });
  if (found) app.wake();
}

/**
 * Has live listings read back whole and put right where they differ; one that was put right lately is asked about
 * instead. One statement.
 * @param where about `l`, the listing. @returns how many.
 */
export async function checkListings(db: Db, where: SQL, most: number, at: Date): Promise<number> {
  const lately = new Date(at.getTime() - 7 * 86_400_000);
  const queued = await db.execute(sql`
    insert into listing_work (listing_id, platform_id, due, step, notes)
    select l.id, l.platform_id, ${at}::timestamptz, 'plan', jsonb_build_object('job', 'check', 'mended', exists (
        select 1 from listing_steps s where s.listing_id = l.id and s.outcome ? 'mended' and s.at > ${lately}::timestamptz))
    from platform_listings l join platforms p on p.id = l.platform_id and not p.list_by_hand
    where l.status in ('listed', 'active') and (${where})
      and not exists (select 1 from listing_work w where w.listing_id = l.id)
    order by l.platform_id, l.checked_at nulls first, l.id limit ${most}
    on conflict (listing_id) do nothing returning listing_id`);
  return rows(queued, z.object({ listing_id: z.number() })).length;
}

/** A platform's unfinished work is put aside, paused: it goes on when the cause is gone, or by a retry. */
export async function pauseWaiting(db: Db, platformId: number, cause: string): Promise<void> {
  await db.execute(sql`with stopped as (delete from listing_work where platform_id = ${platformId} returning *)
    update platform_listings l set status = 'paused', hold = ${cause},
      resume = jsonb_build_object('intentAt', s.intent_at, 'notes', s.notes, 'attempt', s.attempt)
    from stopped s where l.id = s.listing_id`);
}

/** Listings held by a cause stay as they are, paused, and remember what they were left for. */
export async function pauseHeld(db: Db, cause: string): Promise<void> {
  await db.execute(
    sql`update platform_listings set status = 'paused', hold = ${leftFor(cause)} where hold = ${cause}`,
  );
}

/** Listings that were left for a cause wait for it again. @returns how many. */
export async function unpauseLeft(db: Db, cause: string): Promise<number> {
  const waiting =
    await db.execute(sql`update platform_listings set status = 'action_required', hold = ${cause}
    where hold = ${leftFor(cause)} and status = 'paused' returning id`);
  return rows(waiting, z.object({ id: z.number() })).length;
}

function leftFor(cause: string): string {
  return `left:${cause}`;
}

/** A listing that a person made is known by its address: it is live, and its sales are counted from now on. */
export async function trackByHand(
  db: Db,
  listed: { cause: string; remoteId: string; url: string; title: string | null; at: Date; evidence: unknown },
): Promise<void> {
  const outcome = JSON.stringify({ url: listed.url, by_hand: true, evidence: listed.evidence });
  await db.execute(sql`with tracked as (
      update platform_listings set status = 'listed', platform_listing_id = ${listed.remoteId}, platform_url = ${listed.url},
        title = coalesce(${listed.title && clean(listed.title)}, seo_title, title), hold = null, resume = null,
        error_message = null, listed_at = coalesce(listed_at, ${listed.at})
      where hold = ${listed.cause} returning id, generation
    ) insert into listing_steps (listing_id, generation, step, fence, outcome, at)
      select id, generation, 'verify', 0, ${outcome}::jsonb, ${listed.at}::timestamptz from tracked`);
  await joinEarlySales(db, listed.remoteId);
}

/** Buyers may have been faster than the address: what was booked without a listing joins it, and its counters follow. */
async function joinEarlySales(db: Db, remoteId: string): Promise<void> {
  const joined = await db.execute(sql`update revenue r set listing_id = l.id from platform_listings l
    where l.platform_listing_id = ${remoteId} and l.platform_id = r.platform_id and r.remote_id = ${remoteId}
      and r.listing_id is null returning l.id`);
  const [listing] = rows(joined, z.object({ id: z.number() }));
  if (!listing) return;
  await db.execute(sql`update platform_listings l set
      sales = (select coalesce(sum(quantity), 0) from revenue where listing_id = l.id and transaction_type = 'sale'),
      revenue_currency = first.currency,
      revenue = (select sum(net) from revenue where listing_id = l.id and currency = first.currency)
    from (select currency from revenue where listing_id = ${listing.id} order by transaction_date, id limit 1) first
    where l.id = ${listing.id}`);
}

/**
 * Gives a live listing another price: history, override and the work to bring it there are one statement.
 * @returns false when the listing has changed since it was looked at.
 */
export async function reprice(
  db: Db,
  step: { id: number; before: number; after: number; currency: string; views: number; at: Date },
): Promise<boolean> {
  const { id, before, after, currency, views, at } = step;
  const made = await db.execute(sql`with changed as (
      update platform_listings l set overrides = overrides || jsonb_build_object('price', ${after}::int)
      where l.id = ${id} and l.status in ('listed', 'active') and l.price = ${before} and l.currency = ${currency}
        and not exists (select 1 from listing_work w where w.listing_id = l.id)
      returning l.id, l.platform_id
    ), queued as (
      insert into listing_work (listing_id, platform_id, due, step, notes)
      select id, platform_id, ${at}::timestamptz, 'plan', '{"job":"price"}'::jsonb from changed
    ) insert into price_changes (listing_id, price_before, price_after, currency, views, at)
      select id, ${before}::int, ${after}::int, ${currency}::text, ${views}::int, ${at}::timestamptz from changed returning id`);
  return rows(made, z.object({ id: z.number() })).length > 0;
}
