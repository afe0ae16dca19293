import { createHash, randomBytes } from "node:crypto";
import { and, asc, eq, gt } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { signInLinks, users } from "@/db/schema/workspace";
import type { App } from "../app";
import { type Env, env } from "../env";
import { hide } from "../log";
import { idleSeconds, sessionCookie } from "../sign-in/token";

const LINK_LIFE_MS = 24 * 60 * 60_000;

/** The address that opens the demo at once. Only the demo answers it: its marketplaces and its data are pretended. */
export async function makeDemoLink(app: Pick<App, "db" | "world">, { appUrl } = env()): Promise<string> {
  const now = app.world.now();
  await app.db
    .insert(users)
    .values({ email: "maya@demo.example", name: "Maya Reyes", role: "owner", createdAt: now })
    .onConflictDoNothing();
  const token = randomBytes(24).toString("base64url");
  hide(token);
  await app.db
    .insert(signInLinks)
    .values({ tokenHash: hashOf(token), expiresAt: new Date(now.getTime() + LINK_LIFE_MS) });
  return `${appUrl}/api/demo-sign-in?token=${token}`;
}

/** A `Set-Cookie` with a session of the demo's owner; null when this is no demo or the link is not good. */
export async function demoSession(
  app: Pick<App, "db" | "world">,
  token: string,
  e: Pick<Env, "demo" | "appUrl" | "sessionSecret"> = env(),
): Promise<string | null> {
  if (!e.demo) return null;
  const open = and(eq(signInLinks.tokenHash, hashOf(token)), gt(signInLinks.expiresAt, app.world.now()));
  const [link] = await app.db.select().from(signInLinks).where(open);
  const [owner] = await app.db
    .select()
    .from(users)
    .where(eq(users.role, "owner"))
    .orderBy(asc(users.id))
    .limit(1);
  if (!link || !owner) return null;
  const started = Math.floor(app.world.now().getTime() / 1000);
  const claims = { user: owner.id, version: owner.sessionVersion, started };
  const session = await encode({ token: claims, secret: e.sessionSecret, maxAge: idleSeconds });
  const { name, options } = sessionCookie(e);
  return `${name}=${session}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${idleSeconds}${options.secure ? "; Secure" : ""}`;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
