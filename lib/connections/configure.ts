import { and, eq, sql } from "drizzle-orm";
import { platforms as table } from "@/db/schema/platforms";
import { completeByItself } from "../action-queue/open";
import type { App } from "../app";
import { AppError, PlatformError } from "../errors";
import type { Account, CredentialField, Credentials, Platform } from "../platforms/platform";
import { freshAccess } from "./access";
import { type ConnectionRow, connectionRow, sealFor, sessionFor, unsealed } from "./read";

type Row = ConnectionRow & { platform: Platform };

export interface ConfigureReply {
  message: string;
  status: ConnectionRow["credentialsStatus"];
  error: string | null;
}

/**
 * Takes credentials: merged into what is stored (`null` clears a field), checked by calls, encrypted. Working
 * credentials are never replaced by ones that do not work.
 * @throws AppError `malformed` for unknown names, `invalid` for missing ones, `conflict` when somebody changed them meanwhile.
 */
export async function configure(
  app: App,
  id: number,
  body: Record<string, string | number | null>,
): Promise<ConfigureReply> {
  const row = await connectionRow(app, id);
  const fields = fieldsOf(row.platform);
  const unknown = Object.keys(body).filter((name) => !fields.some((field) => field.name === name));
  if (unknown.length > 0) {
    const accepted = fields.map(({ name }) => name).join(", ");
    throw new AppError(
      "malformed",
      `${unknown.join(", ")} is not a credential of ${row.platform.displayName}. Accepted: ${accepted}.`,
      {
        problems: unknown.map((path) => ({ path, message: "unknown name" })),
      },
    );
  }
  const base = await unsealed(app, row, row.candidate ?? row.credentials).catch(() => ({}) as Credentials);
  const merged = merge(base, body);
  if (Object.keys(merged).length === 0) return clear(app, row);
  requireAll(row.platform, fields, merged);
  return checkGiven(app, row, merged);
}

/** Checks a candidate that could not be checked before. */
export async function retryCandidate(app: App, id: number): Promise<ConfigureReply | null> {
  const row = await connectionRow(app, id);
  return row.candidate === null ? null : checkGiven(app, row, await unsealed(app, row, row.candidate));
}

/** Checks stored credentials by calls. */
export async function recheck(app: App, id: number): Promise<ConfigureReply> {
  const row = await connectionRow(app, id);
  if (row.candidate !== null) return checkGiven(app, row, await unsealed(app, row, row.candidate));
  if (row.credentials === null)
    return { message: "Nothing to check.", status: "not_configured", error: "There are no credentials yet." };
  const given: Given = { row, credentials: await unsealed(app, row, row.credentials) };
  return check(app, given, async () => {
    const access = await freshAccess(app, id);
    return { row: { ...access.row, platform: row.platform }, credentials: access.credentials };
  });
}

interface Given {
  row: Row;
  credentials: Credentials;
}

function checkGiven(app: App, row: Row, credentials: Credentials): Promise<ConfigureReply> {
  return check(app, { row, credentials }, () => renewed(app, { row, credentials }));
}

async function check(app: App, given: Given, renew: () => Promise<Given>): Promise<ConfigureReply> {
  const { access, displayName } = given.row.platform;
  if (access.kind === "none") throw new AppError("malformed", `${displayName} needs no credentials.`);
  let now = given;
  try {
    now = await renew();
    const account = await access.verify(sessionFor(app, now.row.platform, now.credentials, null));
    return await accept(app, now.row, now.credentials, account);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const wrong = error.kind === "auth_expired" || error.kind === "refused" || error.kind === "needs_human";
    return (wrong ? reject : postpone)(app, now.row, now.credentials, error);
  }
}

/** An access token that ran out is replaced; the new one is stored before it is used, because the old refresh token is spent. */
async function renewed(app: App, given: Given): Promise<Given> {
  const { row } = given;
  const refresh = row.platform.access.kind === "token" ? row.platform.access.refresh : undefined;
  const due = refresh?.dueAt(given.credentials);
  if (!refresh || !due || due > app.world.now()) return given;
  const patch = await refresh.run(sessionFor(app, row.platform, given.credentials, null));
  const credentials = { ...given.credentials, ...patch };
  const candidate = await sealFor(app, row.name, credentials);
  await write(app, row, { candidate });
  return { row: { ...row, candidate, credentialsVersion: row.credentialsVersion + 1 }, credentials };
}

async function accept(
  app: App,
  row: Row,
  credentials: Credentials,
  account: Account,
): Promise<ConfigureReply> {
  const sealed = await sealFor(app, row.name, credentials);
  await write(app, row, {
    credentials: sealed,
    candidate: null,
    credentialHints: hintsOf(row.platform, credentials),
    credentialsStatus: "verified",
    connectionError: null,
    account,
  });
  await completeByItself(app, [`account_setup:platform:${row.id}`, `authentication:platform:${row.id}`]);
  app.wake();
  return { message: `Connected to ${account.name}.`, status: "verified", error: null };
}

async function reject(
  app: App,
  row: Row,
  credentials: Credentials,
  error: PlatformError,
): Promise<ConfigureReply> {
  if (row.credentialsStatus === "verified") {
    if (row.candidate !== null) await write(app, row, { candidate: null });
    const message = `${row.platform.displayName} did not accept these. The working credentials stay in use.`;
    return { message, status: "error", error: error.message };
  }
  const sealed = await sealFor(app, row.name, credentials);
  await write(app, row, {
    credentials: sealed,
    candidate: null,
    credentialHints: hintsOf(row.platform, credentials),
    credentialsStatus: "error",
    connectionError: error.message,
  });
  return {
    message: `${row.platform.displayName} did not accept these credentials.`,
    status: "error",
    error: error.message,
  };
}

async function postpone(
  app: App,
  row: Row,
  credentials: Credentials,
  error: PlatformError,
): Promise<ConfigureReply> {
  const working = row.credentialsStatus === "verified";
  const hints = working
    ? {}
    : {
        credentialHints: hintsOf(row.platform, credentials),
        credentialsStatus: "pending",
        connectionError: error.message,
      };
  await write(app, row, { candidate: await sealFor(app, row.name, credentials), ...hints });
  return {
    message: `${row.platform.displayName} could not be asked now. The agent asks again at its next run.`,
    status: "pending",
    error: error.message,
  };
}

async function clear(app: App, row: Row): Promise<ConfigureReply> {
  await write(app, row, {
    credentials: null,
    candidate: null,
    credentialHints: [],
    credentialsStatus: "not_configured",
    connectionError: null,
    account: null,
  });
  return {
    message: `The credentials of ${row.platform.displayName} were deleted.`,
    status: "not_configured",
    error: null,
  };
}

async function write(
  app: App,
  row: ConnectionRow,
  change: Partial<typeof table.$inferInsert>,
): Promise<void> {
  const written = await app.db
    .update(table)
    .set({ ...change, credentialsVersion: sql`${table.credentialsVersion} + 1` })
    .where(and(eq(table.id, row.id), eq(table.credentialsVersion, row.credentialsVersion)))
    .returning({ id: table.id });
  if (written.length === 0)
    throw new AppError("conflict", "These credentials were changed at the same moment. Look and try again.");
}

export function fieldsOf(platform: Platform): readonly CredentialField[] {
  return platform.access.kind === "token" ? platform.access.fields : [];
}

function merge(stored: Credentials, body: Record<string, string | number | null>): Credentials {
  const merged = { ...stored };
  for (const [name, value] of Object.entries(body)) {
    if (value === null || value === "") delete merged[name];
    else merged[name] = name === "expires_at" ? momentOf(value) : String(value).trim();
  }
  return merged;
}

/** An ISO time, or epoch seconds as token endpoints count them. */
function momentOf(value: string | number): string {
  const seconds = Number(value);
  const date = Number.isFinite(seconds) ? new Date(seconds * 1000) : new Date(value);
  if (Number.isNaN(date.getTime()))
    throw new AppError("invalid", "expires_at is neither a time nor seconds.", {
      problems: [{ path: "expires_at", message: "not a time" }],
    });
  return date.toISOString();
}

function requireAll(platform: Platform, fields: readonly CredentialField[], credentials: Credentials): void {
  const missing = fields.filter(({ name, required }) => required && !credentials[name]);
  if (missing.length === 0) return;
  throw new AppError(
    "invalid",
    `${platform.displayName} also needs ${missing.map(({ name }) => name).join(", ")}.`,
    {
      problems: missing.map(({ name }) => ({ path: name, message: "is needed" })),
    },
  );
}

function hintsOf(platform: Platform, credentials: Credentials): { name: string; last4: string }[] {
  return fieldsOf(platform).flatMap(({ name }) => {
    const value = credentials[name];
    return value ? [{ name, last4: value.length > 8 ? value.slice(-4) : "" }] : [];
  });
}
