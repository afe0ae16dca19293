import { createHash } from "node:crypto";
import { inArray, lt, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { signInLimits } from "@/db/schema/workspace";

/** Guesses allowed in a window, by account and by address. */
const GUESSES = 5;
const WINDOW_S = 15 * 60;
/** The first block lasts a window, each further guess doubles it, up to a day. */
const LONGEST_BLOCK_S = 24 * 60 * 60;

/** Where a sign-in comes from: both keys must have a guess left. */
export function limitKeys(email: string, address: string): string[] {
  return [`address:${digest(address)}`, `account:${digest(email)}`];
}

/**
 * Takes a guess before it is judged, so that guesses sent at once cannot outrun the count. One statement.
 * @returns null when the guess may be judged, else when to come back.
 */
export async function takeGuess(db: Db, key: string, now: Date): Promise<Date | null> {
  const at = sql`${now.toISOString()}::timestamptz`;
  // Old failures are forgotten after a quiet window; after a block, a day later, so that it can double.
  const forgotten = sql`greatest(l.window_start + make_interval(secs => ${WINDOW_S}),
    coalesce(l.blocked_until + make_interval(secs => ${LONGEST_BLOCK_S}), l.window_start)) <= ${at}`;
  const failures = sql`case when ${forgotten} then 1 else l.failures + 1 end`;
  const seconds = sql`least(${WINDOW_S} * power(2, least((${failures}) - ${GUESSES}, 10)), ${LONGEST_BLOCK_S})`;
  const statement = sql`with taken as (
      insert into sign_in_limits as l (key, failures, window_start) values (${key}, 1, ${at})
      on conflict (key) do update set
        failures = ${failures},
        window_start = case when ${forgotten} then ${at} else l.window_start end,
        blocked_until = case when (${failures}) >= ${GUESSES} then ${at} + make_interval(secs => ${seconds}) end
      where l.blocked_until is null or l.blocked_until <= ${at}
      returning 1
    ) select exists (select 1 from taken) as allowed,
      (select blocked_until from sign_in_limits where key = ${key}) as until`;
  const row = rows(
    await db.execute(statement),
    z.object({ allowed: z.boolean(), until: z.date().nullable() }),
  )[0];
  if (row?.allowed) return null;
  // Blocked by a guess of the same moment: its row is newer than what this statement saw.
  return row?.until && row.until > now ? row.until : new Date(now.getTime() + WINDOW_S * 1000);
}

/** After the right password: nothing is held against these keys. Long forgotten ones go too. */
export async function clearGuesses(db: Db, keys: string[], now: Date): Promise<void> {
  const old = new Date(now.getTime() - 3 * LONGEST_BLOCK_S * 1000);
  await db.delete(signInLimits).where(or(inArray(signInLimits.key, keys), lt(signInLimits.windowStart, old)));
}

/** What was typed is not kept, only whether it is the same again. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
