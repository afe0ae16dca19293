import { type SQL, sql } from "drizzle-orm";
import type { Ask } from "../agent/store";

const DAY_MS = 86_400_000;
/** Questions about one listing wait so long, those about a platform or the workspace longer. */
const LISTING_DAYS = 14;
const WHOLE_DAYS = 30;
/** So long before its deadline an action is moved up. */
export const REMIND_MS = 2 * DAY_MS;

/** When an action runs out. What waits for it is paused then; nothing is ever approved by silence. */
export function deadlineOf({ listingId }: Pick<Ask, "listingId">, at: Date): Date {
  return new Date(at.getTime() + (listingId === null ? WHOLE_DAYS : LISTING_DAYS) * DAY_MS);
}

/** Open actions that have run out, or do so soon and nobody was reminded of it. */
export function runsOut(now: Date): SQL {
  const soon = new Date(now.getTime() + REMIND_MS);
  return sql`status = 'pending' and expires_at <= ${soon} and (reminded_at is null or expires_at <= ${now})`;
}
