import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import type { App } from "../app";
import type { Access } from "../connections/access";
import { sessionFor } from "../connections/read";
import { log } from "../log";
import { background, pacedBy, postgresBudgets } from "./budget";

/** Drafts removed in one pass on one platform. */
const MOST = 5;

const listingRow = z.object({ key: z.string(), remoteId: z.string() });

/**
 * Removes own drafts that a late answer left behind: they carry the key of a listing that rests under another
 * remote id and are older than the settle time. One list call, and two for each draft.
 */
export async function removeLeftDrafts(app: App, access: Access, deadline: Date): Promise<void> {
  const { platform, credentials, account, row } = access;
  const { listing } = platform;
  if (!listing?.ownDrafts) return;
  const worstMs = app.timing.createMs + 2 * app.timing.readMs;
  const budgets = postgresBudgets(app.db, app.timing.budget);
  let turn = async () => {};
  /** Time, budget and the switches allow so many calls more. */
  const may = async (all: number) => {
    if (app.world.now().getTime() + worstMs >= deadline.getTime()) return false;
    const grant = await budgets.take(row.id, background({ all }), app.world.now());
    if (grant.granted) turn = pacedBy(app.world, grant);
    return grant.granted;
  };
  if (!(await may(1))) return;
  const session = sessionFor(app, platform, credentials, account, { before: () => turn() });
  const settled = new Date(app.world.now().getTime() - app.timing.settleMs);
  const drafts = (await listing.ownDrafts(session)).filter(
    ({ createdAt }) => createdAt !== null && createdAt < settled,
  );
  if (drafts.length === 0) return;
  const keys = drafts.map(({ key }) => key);
  const resting = rows(
    await app.db.execute(sql`select natural_key as key, platform_listing_id as "remoteId" from platform_listings l
      where natural_key = any(${sql.param(keys)}::text[]) and platform_listing_id is not null
        and status in ('listed', 'active') and not exists (select 1 from listing_work w where w.listing_id = l.id)`),
    listingRow,
  );
  const left = drafts.filter(({ key, remoteId }) =>
    resting.some((l) => l.key === key && l.remoteId !== remoteId),
  );
  for (const { remoteId, key } of left.slice(0, MOST)) {
    if (!(await may(2))) return;
    await listing.removeDraft(session, remoteId);
    log("left_draft_removed", { platform: platform.name, draft: remoteId, key });
  }
}
