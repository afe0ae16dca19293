import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { platforms as table } from "@/db/schema/platforms";
import { askStatement } from "../agent/ask-statement";
import type { Ask } from "../agent/store";
import type { App } from "../app";
import { AppError, PlatformError } from "../errors";
import { platformByName } from "../platforms";
import type { Account, Credentials, Platform } from "../platforms/platform";
import { type ConnectionRow, connectionRow, sealFor, sessionFor, unsealed } from "./read";

/** Credentials that may be used now, and the version they were stored under. */
export interface Access {
  platform: Platform;
  credentials: Credentials;
  version: number;
  account: Account | null;
  row: ConnectionRow;
}

/**
 * The credentials of a platform with a fresh access token. A refresh is made by one worker at a time, and its
 * result is stored before it is used; the others wait for it.
 * @param known what was read just now, so that it is not read again.
 * @throws PlatformError when a refresh is needed and does not succeed.
 */
export async function freshAccess(app: App, platformId: number, known?: Access): Promise<Access> {
  for (let first = known; ; first = undefined) {
    const access = first ?? (await storedAccess(app, platformId));
    const dueAt = refreshOf(access)?.dueAt(access.credentials) ?? null;
    if (dueAt === null || dueAt > app.world.now()) return access;
    if (await leaseRefresh(app, access)) return refreshUnderLease(app, access);
    await app.world.sleep(Math.min(250, app.timing.readMs / 10));
  }
}

/** Replaces the access token even though it is not due: the platform refused it. Null where that is impossible. */
export async function forceRefresh(app: App, platformId: number): Promise<Access | null> {
  const access = await storedAccess(app, platformId);
  if (!refreshOf(access) || !access.credentials.refresh_token) return null;
  for (;;) {
    if (await leaseRefresh(app, access)) return refreshUnderLease(app, access, true);
    const now = await storedAccess(app, platformId);
    if (now.version !== access.version) return now;
    await app.world.sleep(Math.min(250, app.timing.readMs / 10));
  }
}

/** The credentials as they are stored. @throws AppError `conflict` when there are none. */
export async function storedAccess(app: App, platformId: number): Promise<Access> {
  return accessOf(app, await connectionRow(app, platformId));
}

/** The credentials of a platform's row. @throws AppError `conflict` when there are none. */
export async function accessOf(app: App, row: ConnectionRow): Promise<Access> {
  const platform = platformByName(row.name);
  if (row.credentials === null) throw new AppError("conflict", `${platform.displayName} has no credentials.`);
  const credentials = await unsealed(app, row, row.credentials);
  return { platform, credentials, version: row.credentialsVersion, account: row.account, row };
}

function refreshOf({ platform }: Access) {
  return platform.access.kind === "token" ? platform.access.refresh : undefined;
}

async function leaseRefresh(app: App, { row, version }: Access): Promise<boolean> {
  const now = app.world.now();
  const taken = await app.db
    .update(table)
    .set({ refreshUntil: new Date(now.getTime() + 2 * app.timing.createMs + app.timing.readMs) })
    .where(
      and(
        eq(table.id, row.id),
        eq(table.credentialsVersion, version),
        or(isNull(table.refreshUntil), lt(table.refreshUntil, now)),
      ),
    )
    .returning({ id: table.id });
  return taken.length > 0;
}

async function refreshUnderLease(app: App, access: Access, forced = false): Promise<Access> {
  const { platform, row, version } = access;
  const refresh = refreshOf(access);
  try {
    const patch = await refresh?.run(sessionFor(app, platform, access.credentials, access.account));
    const credentials = { ...access.credentials, ...patch };
    const sealed = await sealFor(app, row.name, credentials);
    const stored = await app.db
      .update(table)
      .set({ credentials: sealed, credentialsVersion: version + 1, refreshUntil: null })
      .where(and(eq(table.id, row.id), eq(table.credentialsVersion, version)))
      .returning({ id: table.id });
    if (stored.length === 0) return freshAccess(app, row.id);
    const renewed = { ...row, credentials: sealed, credentialsVersion: version + 1 };
    return { ...access, row: renewed, credentials, version: version + 1 };
  } catch (error) {
    const released = await app.db
      .update(table)
      .set({ refreshUntil: null })
      .where(and(eq(table.id, row.id), eq(table.credentialsVersion, version)))
      .returning({ id: table.id });
    // Somebody stored newer credentials meanwhile: what the platform said about the old ones no longer matters.
    if (released.length === 0) return freshAccess(app, row.id);
    const passing =
      error instanceof PlatformError && error.kind !== "auth_expired" && error.kind !== "refused";
    if (passing && !forced && stillValid(app, access)) return access;
    throw error;
  }
}

/** A failed refresh harms nothing while the old access token still works. */
function stillValid(app: App, { credentials }: Access): boolean {
  const expires = Date.parse(credentials.expires_at ?? "");
  return !Number.isNaN(expires) && expires > app.world.now().getTime() + app.timing.createMs;
}

/**
 * Writes down that the platform no longer knows us and asks a person, in one statement; neither when the credentials
 * have changed since.
 */
export async function markSignedOut(
  app: App,
  { row, version }: Access,
  sentence: string,
  ask: Ask,
): Promise<void> {
  await app.db.execute(sql`with marked as (
      update platforms set credentials_status = 'error', connection_error = ${sentence}
      where id = ${row.id} and credentials_version = ${version} and credentials_status = 'verified' returning id
    ) ${askStatement(ask, app.world.now(), sql`from marked`)}`);
}
