import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import { postgresBudgets } from "../agent/budget";
import type { App } from "../app";
import { type Access, forceRefresh, freshAccess, storedAccess } from "../connections/access";
import { endConnection } from "../connections/end";
import { sessionFor } from "../connections/read";
import { PlatformError } from "../errors";
import { log } from "../log";
import type { Session } from "../platforms/platform";
import type { Sales } from "../platforms/sales";
import { bookPage } from "./book";
import { readStats } from "./stats";

export interface SyncResult {
  /** Sales that were not in the ledger yet. */
  sold: number;
  /** There is more to read than time or budget allowed. */
  more: boolean;
  /** What went wrong, as a sentence; null when nothing did. */
  problem: string | null;
}

const none: SyncResult = { sold: 0, more: false, problem: null };

/**
 * Reads a platform's sales and the state of its live listings, page by page until nothing is left or `deadline` comes.
 * One process does so at a time for a platform; its lease ends by itself. Troubles of the platform are its own: they
 * are written on its card, never thrown.
 */
export async function syncPlatform(app: App, id: number, deadline: Date): Promise<SyncResult> {
  const until = await lease(app, id, deadline);
  if (!until) return { ...none, more: true };
  let result: SyncResult = { ...none, problem: "The sync broke off on our side. It is noted in the log." };
  try {
    result = await read(app, id, deadline);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    log("sync_failed", { platform: id, kind: error.kind, message: error.message });
    result = { ...none, more: true, problem: error.message };
  } finally {
    await release(app, id, until, result.problem);
  }
  return result;
}

/** Reads with the stored credentials; when the platform refuses them, once more with renewed ones, if there are any. */
async function read(app: App, id: number, deadline: Date): Promise<SyncResult> {
  let access = await storedAccess(app, id);
  try {
    access = await freshAccess(app, id);
    return await readAll(app, access, deadline);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind !== "auth_expired") throw error;
    const renewed = await forceRefresh(app, id).catch((failure: unknown) => {
      if (failure instanceof PlatformError && failure.kind === "auth_expired") return null;
      throw failure;
    });
    if (renewed) return readAll(app, renewed, deadline);
    await endConnection(app, access, error);
    throw error;
  }
}

async function readAll(app: App, access: Access, deadline: Date): Promise<SyncResult> {
  const session = sessionFor(app, access.platform, access.credentials, access.account);
  const half = Math.floor((deadline.getTime() - app.world.now().getTime()) / 2);
  session.timing.readMs = Math.max(1, Math.min(app.timing.readMs, half));
  const { sales } = access.platform;
  const result = sales ? await readPages(app, access, session, sales, deadline) : none;
  if (!result.more) await readStats(app, access, session, deadline);
  return result;
}

async function readPages(
  app: App,
  { row }: Access,
  session: Session,
  sales: Sales,
  deadline: Date,
): Promise<SyncResult> {
  const budgets = postgresBudgets(app.db, app.timing.budget);
  let cursor = row.salesCursor;
  for (let sold = 0; ; ) {
    const now = app.world.now();
    if (now.getTime() + session.timing.readMs > deadline.getTime())
      return { sold, more: true, problem: null };
    const grant = await budgets.take(row.id, sales.need, now, "reading");
    if (!grant.granted) return { sold, more: true, problem: null };
    const wait = grant.startAt.getTime() - now.getTime();
    if (wait > 0) await app.world.sleep(wait);
    const page = await sales.poll(session, cursor);
    const booked = await bookPage(app.db, {
      platformId: row.id,
      entries: page.entries,
      at: app.world.now(),
      cursor: { from: cursor, to: page.cursor, done: !page.more },
    });
    sold += booked.sold;
    cursor = page.cursor;
    if (!page.more) return { sold, more: false, problem: null };
  }
}

/** @returns until when it is ours; null when somebody else is at it. */
async function lease(app: App, id: number, deadline: Date): Promise<Date | null> {
  const until = new Date(deadline.getTime() + 2 * app.timing.readMs);
  const taken = await app.db.execute(sql`update platforms set sync_status = 'syncing', sync_until = ${until}
    where id = ${id} and (sync_until is null or sync_until <= ${app.world.now()}) returning id`);
  return rows(taken, z.object({ id: z.number() })).length > 0 ? until : null;
}

/** Only whoever still holds the lease gives it back. */
async function release(app: App, id: number, until: Date, problem: string | null): Promise<void> {
  await app.db.execute(sql`update platforms set sync_until = null, sync_error = ${problem},
    sync_status = case when ${problem}::text is not null then 'error' when last_sync is null then 'never_synced' else 'synced' end
    where id = ${id} and sync_until = ${until}`);
}
