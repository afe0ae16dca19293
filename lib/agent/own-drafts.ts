import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import type { App } from "../app";
import { freshAccess } from "../connections/access";
import { sessionFor } from "../connections/read";
import { PlatformError } from "../errors";
import { log } from "../log";
import { platforms } from "../platforms";
import { postgresBudgets } from "./budget";

/** Drafts removed in one pass on one platform. */
const MOST = 50;

const listingRow = z.object({ key: z.string(), remoteId: z.string() });

/**
 * Removes own drafts that a late answer left behind: they carry the key of a listing that rests under another
 * remote id and are older than the settle time. One list call for each platform that can have them.
 */
export async function removeLeftDrafts(app: App, deadline: Date): Promise<void> {
  const able = platforms.filter(({ listing }) => listing?.ownDrafts).map(({ name }) => name);
  const ready = rows(
    await app.db.execute(sql`select p.id, p.name from platforms p join settings s on s.agent_enabled
      where p.is_active and p.credentials_status = 'verified' and p.name = any(${sql.param(able)}::text[]) order by p.id`),
    z.object({ id: z.number(), name: z.string() }),
  );
  for (const { id, name } of ready) {
    try {
      await onPlatform(app, id, deadline);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      log("left_drafts", { platform: name, kind: error.kind, message: error.message });
    }
  }
}

async function onPlatform(app: App, id: number, deadline: Date): Promise<void> {
  const worstMs = app.timing.createMs + 2 * app.timing.readMs;
  const budgets = postgresBudgets(app.db, app.timing.budget);
  /** Time, budget and the switches allow so many calls more. */
  const may = async (all: number) =>
    app.world.now().getTime() + worstMs < deadline.getTime() &&
    (await budgets.take(id, { all }, app.world.now())).granted;
  if (!(await may(1))) return;
  const { platform, credentials, account } = await freshAccess(app, id);
  const { listing } = platform;
  if (!listing?.ownDrafts) return;
  const session = sessionFor(app, platform, credentials, account);
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
