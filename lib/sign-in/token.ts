import { and, eq, sql } from "drizzle-orm";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { users } from "@/db/schema/workspace";
import type { App } from "../app";
import { type Env, env } from "../env";
import { roleOf, type User } from "../users/user";

/** A session ends after this long without use, and after this long in any case. Seconds. */
export const idleSeconds = 7 * 24 * 60 * 60;
export const absoluteSeconds = 30 * 24 * 60 * 60;
/** A token older than this is replaced by the next answer, so that use keeps a session alive. */
const RENEW_AFTER_S = 60 * 60;

/** What a session token says; everything else about the person is read from the database. */
export const claimsSchema = z.object({
  user: z.number().int(),
  /** Of the user's row: a sign-out or a new password raises it there, and this token is worth nothing. */
  version: z.number().int(),
  /** Epoch seconds of the sign-in. */
  started: z.number(),
  /** Epoch seconds of this token. */
  iat: z.number().optional(),
});
export type Claims = z.infer<typeof claimsSchema>;

/** The session cookie: unreadable for scripts, never sent from another site's form, bound to this host under https. */
export function sessionCookie({ appUrl }: Pick<Env, "appUrl"> = env()) {
  const secure = appUrl.startsWith("https:");
  return {
    name: `${secure ? "__Host-" : ""}next-auth.session-token`,
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure },
  };
}

/** The claims of a token that is ours and not worn out; null for anything else. */
export async function readToken(
  token: string,
  { sessionSecret }: Pick<Env, "sessionSecret"> = env(),
): Promise<Claims | null> {
  try {
    return claimsSchema.parse(await decode({ token, secret: sessionSecret }));
  } catch {
    return null;
  }
}

/** The person that claims are about, if the session is still good. */
export async function userOf(app: Pick<App, "db" | "world">, claims: Claims): Promise<User | null> {
  if (claims.started + absoluteSeconds <= app.world.now().getTime() / 1000) return null;
  const [row] = await app.db
    .select({ id: users.id, email: users.email, name: users.name, role: users.role })
    .from(users)
    .where(and(eq(users.id, claims.user), eq(users.sessionVersion, claims.version)));
  return row ? { ...row, role: roleOf(row.role) } : null;
}

/** A `Set-Cookie` that lets a session in use go on; null while its token is young. */
export async function renewal(
  claims: Claims,
  now: Date,
  e: Pick<Env, "appUrl" | "sessionSecret"> = env(),
): Promise<string | null> {
  const seconds = now.getTime() / 1000;
  if (seconds - (claims.iat ?? 0) < RENEW_AFTER_S) return null;
  const { user, version, started } = claims;
  const maxAge = Math.floor(Math.min(idleSeconds, started + absoluteSeconds - seconds));
  const token = await encode({ token: { user, version, started }, secret: e.sessionSecret, maxAge });
  const { name, options } = sessionCookie(e);
  return `${name}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${options.secure ? "; Secure" : ""}`;
}

/** Ends every session of the person that claims are about. */
export async function endSessions(app: Pick<App, "db">, { user, version }: Claims): Promise<void> {
  await app.db
    .update(users)
    .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(and(eq(users.id, user), eq(users.sessionVersion, version)));
}
