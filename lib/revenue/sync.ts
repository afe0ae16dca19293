import { and, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { platforms } from "@/db/schema/platforms";
import { obeyThrottle, postgresBudgets } from "../agent/budget";
import type { App } from "../app";
import { type Access, accessOf, forceRefresh, freshAccess } from "../connections/access";
import { endConnection } from "../connections/end";
import { type ConnectionRow, sessionFor } from "../connections/read";
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

/** A platform to be read; `look`: its live listings are looked at as well. */
export interface Wanted {
  id: number;
  look: boolean;
}

/**
 * Reads the sales of platforms, all at once, page by page until nothing is left or `deadline` comes; a slow one delays
 * no other. Results are in the order of `wanted`. One process does so at a time for a platform; its lease ends by itself. Troubles of a platform are its own:
 * they are written on its card, never thrown. Statements: one for all leases, and two for a platform without news.
 */
export async function syncPlatforms(app: App, wanted: Wanted[], deadline: Date): Promise<SyncResult[]> {
  const until = new Date(deadline.getTime() + 2 * app.timing.readMs);
  const leased = await lease(app, wanted, until);
  const read = async ({ id, look }: Wanted) => {
    const row = leased.find((one) => one.id === id);
    return row ? syncPlatform(app, { row, look, until, deadline }) : { ...none, more: true };
  };
  return Promise.all(wanted.map(read));
}

interface Sync {
  row: ConnectionRow;
  look: boolean;
  /** The lease. */
  until: Date;
  deadline: Date;
}

async function syncPlatform(app: App, sync: Sync): Promise<SyncResult> {
  const { id, name } = sync.row;
  let result: SyncResult;
  try {
    result = await read(app, sync);
    // The last page gave the lease back.
    if (!result.more && !sync.look) return result;
  } catch (error) {
    log("sync_failed", { platform: name, error });
    await obeyThrottle(postgresBudgets(app.db, app.timing.budget), id, error, app.world.now());
    const problem =
      error instanceof PlatformError
        ? error.message
        : "The sync broke off on our side. It is noted in the log.";
    result = { ...none, more: true, problem };
  }
  await release(app, id, sync.until, result.problem);
  return result;
}

/** Reads with the stored credentials; when the platform refuses them, once more with renewed ones, if there are any. */
async function read(app: App, sync: Sync): Promise<SyncResult> {
  let access = await accessOf(app, sync.row);
  try {
    access = await freshAccess(app, sync.row.id, access);
    return await readAll(app, access, sync);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind !== "auth_expired") throw error;
    const renewed = await forceRefresh(app, sync.row.id).catch((failure: unknown) => {
      if (failure instanceof PlatformError && failure.kind === "auth_expired") return null;
      throw failure;
    });
    if (renewed) return readAll(app, renewed, sync);
    await endConnection(app, access, error);
    throw error;
  }
}

async function readAll(app: App, access: Access, sync: Sync): Promise<SyncResult> {
  const session = sessionFor(app, access.platform, access.credentials, access.account);
  const half = Math.floor((sync.deadline.getTime() - app.world.now().getTime()) / 2);
  session.timing.readMs = Math.max(1, Math.min(app.timing.readMs, half));
  const { sales } = access.platform;
  const result = sales ? await readPages(app, access, session, sales, sync) : none;
  if (sync.look && !result.more) await readStats(app, access, sync.deadline);
  return result;
}

async function readPages(
  app: App,
  { row }: Access,
  session: Session,
  sales: Sales,
  { deadline, look, until }: Sync,
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
      cursor: { from: cursor, to: page.cursor, done: !page.more, lease: look ? undefined : until },
    });
    sold += booked.sold;
    cursor = page.cursor;
    if (!page.more) return { sold, more: false, problem: null };
  }
}

/** @returns the platforms that are ours until then; somebody else is at the others. */
function lease(app: App, wanted: Wanted[], until: Date): Promise<ConnectionRow[]> {
  const ids = wanted.map(({ id }) => id);
  const free = or(isNull(platforms.syncUntil), lte(platforms.syncUntil, app.world.now()));
  return app.db
    .update(platforms)
    .set({ syncStatus: "syncing", syncUntil: until })
    .where(and(inArray(platforms.id, ids), eq(platforms.credentialsStatus, "verified"), free))
    .returning();
}

/** Only whoever still holds the lease gives it back. */
async function release(app: App, id: number, until: Date, problem: string | null): Promise<void> {
  await app.db.execute(sql`update platforms set sync_until = null, sync_error = ${problem},
    sync_status = case when ${problem}::text is not null then 'error' when last_sync is null then 'never_synced' else 'synced' end
    where id = ${id} and sync_until = ${until}`);
}
