import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import type { App } from "./app";
import { AppError } from "./errors";
import type { Notes } from "./platforms/platform";

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

/** A platform's unfinished work is put aside, paused: it goes on when the cause is gone, or by a retry. */
export async function pauseWaiting(db: Db, platformId: number, cause: string): Promise<void> {
  await db.execute(sql`with stopped as (delete from listing_work where platform_id = ${platformId} returning *)
    update platform_listings l set status = 'paused', hold = ${cause},
      resume = jsonb_build_object('intentAt', s.intent_at, 'notes', s.notes, 'attempt', s.attempt)
    from stopped s where l.id = s.listing_id`);
}

/** Listings held by a cause stay as they are, paused. */
export async function pauseHeld(db: Db, cause: string): Promise<void> {
  await db.execute(sql`update platform_listings set status = 'paused', hold = null where hold = ${cause}`);
}
