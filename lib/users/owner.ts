import { createHash, randomBytes } from "node:crypto";
import { and, asc, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { signInLinks, users } from "@/db/schema/workspace";
import type { App } from "../app";
import { type Env, env } from "../env";
import { AppError } from "../errors";
import { hide } from "../log";
import { clearGuesses, limitKeys } from "../sign-in/limits";
import { hashPassword } from "./password";

type Ours = Pick<App, "db" | "world">;

const LINK_LIFE_MS = 24 * 60 * 60_000;

/** Makes the first owner, whom OWNER_EMAIL and OWNER_PASSWORD name. A workspace that has an owner keeps it. */
export async function ensureOwner(
  app: Ours,
  { ownerEmail: email, ownerPassword: password }: Pick<Env, "ownerEmail" | "ownerPassword"> = env(),
): Promise<void> {
  if (email === null || password === null) return;
  if (await hasOwner(app)) return;
  const passwordHash = await hashPassword(password);
  const createdAt = app.world.now();
  const values = { email, name: nameFrom(email), role: "owner", passwordHash, createdAt };
  const changed = { role: "owner", passwordHash, sessionVersion: sql`${users.sessionVersion} + 1` };
  await app.db.insert(users).values(values).onConflictDoUpdate({ target: users.email, set: changed });
}

/** Whether an owner can sign in with a password. */
export async function hasOwner(app: Ours): Promise<boolean> {
  const found = await app.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "owner"), isNotNull(users.passwordHash)))
    .limit(1);
  return found.length > 0;
}

/** The address of a page that sets the owner's e-mail and password: valid once, for 24 hours. */
export async function makeSignInLink(app: Ours, { appUrl }: Pick<Env, "appUrl"> = env()): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  hide(token);
  const expiresAt = new Date(app.world.now().getTime() + LINK_LIFE_MS);
  await app.db.insert(signInLinks).values({ tokenHash: hashOf(token), expiresAt });
  return `${appUrl}/sign-in?link=${token}`;
}

/**
 * Uses a sign-in link: the owner gets this e-mail and password, and is signed out everywhere.
 * @throws AppError `invalid` when the link was used, has run out or never was; `conflict` when the e-mail is somebody else's.
 */
export async function redeemSignInLink(
  app: Ours,
  given: { token: string; email: string; name?: string; password: string },
  address = "unknown",
): Promise<void> {
  const open = and(
    eq(signInLinks.tokenHash, hashOf(given.token)),
    isNull(signInLinks.usedAt),
    gt(signInLinks.expiresAt, app.world.now()),
  );
  // Looked at before the costly hash, so that guesses are cheap to refuse.
  if ((await app.db.select().from(signInLinks).where(open)).length === 0) throw spent();
  const passwordHash = await hashPassword(given.password);
  await app.db.transaction(async (tx) => {
    const used = await tx.update(signInLinks).set({ usedAt: app.world.now() }).where(open).returning();
    if (used.length === 0) throw spent();
    await setOwner(tx, { ...given, passwordHash, at: app.world.now() });
    await clearGuesses(tx, limitKeys(given.email, address), app.world.now());
  });
}

async function setOwner(
  db: Db,
  { email, name, passwordHash, at }: { email: string; name?: string; passwordHash: string; at: Date },
): Promise<void> {
  const [owner] = await db
    .select()
    .from(users)
    .where(eq(users.role, "owner"))
    .orderBy(asc(users.id))
    .limit(1);
  const [other] = await db.select().from(users).where(eq(users.email, email));
  if (other && other.id !== owner?.id) {
    const message = `${email} belongs to another person of this workspace.`;
    throw new AppError("conflict", message, { problems: [{ path: "email", message }] });
  }
  if (!owner) {
    await db
      .insert(users)
      .values({ email, name: name ?? nameFrom(email), role: "owner", passwordHash, createdAt: at });
    return;
  }
  const sessionVersion = sql`${users.sessionVersion} + 1`;
  await db.update(users).set({ email, name, passwordHash, sessionVersion }).where(eq(users.id, owner.id));
}

function nameFrom(email: string): string {
  return email.split("@")[0] || "Owner";
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function spent(): AppError {
  const message = "This link was used already or has run out. Make a new one with: npm run sign-in-link";
  return new AppError("invalid", message, { problems: [{ path: "token", message }] });
}
