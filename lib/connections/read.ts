import { eq } from "drizzle-orm";
import { platforms as table } from "@/db/schema/platforms";
import { openSession, type SessionInput } from "../agent/session";
import { type App, originOf } from "../app";
import { AppError } from "../errors";
import { hide } from "../log";
import { platformByName } from "../platforms";
import type { Account, Credentials, Platform, Session } from "../platforms/platform";

export type ConnectionRow = typeof table.$inferSelect;

/** A platform's row. @throws AppError `not_found`. */
export async function connectionRow(app: App, id: number): Promise<ConnectionRow & { platform: Platform }> {
  const [row] = await app.db.select().from(table).where(eq(table.id, id));
  if (!row) throw new AppError("not_found", `There is no platform ${id}.`);
  return { ...row, platform: platformByName(row.name) };
}

/** Decrypts stored credentials; every value is kept out of the log from then on. */
export async function unsealed(
  app: App,
  row: Pick<ConnectionRow, "name">,
  sealed: string | null,
): Promise<Credentials> {
  if (sealed === null) return {};
  const values = await app.vault.open(sealed, contextOf(row.name));
  hide(...Object.values(values));
  return values;
}

export function sealFor(app: App, name: string, credentials: Credentials): Promise<string> {
  hide(...Object.values(credentials));
  return app.vault.seal(credentials, contextOf(name));
}

/** A session with these credentials. */
export function sessionFor(
  app: App,
  platform: Platform,
  credentials: Credentials,
  account: Account | null,
  hooks: Pick<SessionInput, "before" | "sawLimits"> = {},
): Session {
  return openSession({
    platform,
    world: app.world,
    timing: app.timing,
    storage: app.storage,
    origin: originOf(app, platform),
    tokenUrl: app.tokenUrls[platform.name] ?? null,
    credentials,
    account,
    ...hooks,
  });
}

function contextOf(name: string): string {
  return `credentials:${name}`;
}
