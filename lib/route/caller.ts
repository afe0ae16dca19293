import type { App } from "../app";
import type { Env } from "../env";
import { AppError } from "../errors";
import { sameSecret } from "../secret";
import { readToken, renewal, sessionCookie, userOf } from "../sign-in/token";
import type { Role } from "../users/user";

/** Who calls a route. */
export interface Caller {
  /** As it is written down beside what they did. */
  who: string;
  role: Role;
  /** A cookie that the answer carries, so that a session in use goes on. */
  setCookie: string | null;
}

type Keys = Pick<Env, "appUrl" | "apiToken" | "cronSecret" | "sessionSecret">;

/**
 * The caller of an API route: the bearer of the API token, or a signed-in person on our own pages.
 * @throws AppError `unauthorised`; `forbidden` when another site's page sent the request.
 */
export async function memberOf(
  app: Pick<App, "db" | "world">,
  request: Request,
  keys: Keys,
): Promise<Caller> {
  const bearer = bearerOf(request);
  if (bearer !== null) {
    if (!sameSecret(bearer, keys.apiToken))
      throw new AppError("unauthorised", "This API token is not valid.");
    return { who: "the API token", role: "owner", setCookie: null };
  }
  refuseForeign(request, keys.appUrl);
  const token = cookieOf(request, sessionCookie(keys).name);
  const claims = token === null ? null : await readToken(token, keys);
  const user = claims && (await userOf(app, claims));
  if (!user) throw new AppError("unauthorised", "Sign in first, or send an API token.");
  const reads = request.method === "GET" || request.method === "HEAD";
  if (!reads && request.headers.get("origin") === null) {
    throw new AppError("forbidden", "A signed-in request must name its origin.");
  }
  return { who: user.email, role: user.role, setCookie: await renewal(claims, app.world.now(), keys) };
}

/**
 * Lets through only who knows the cron secret.
 * @throws AppError `unavailable` while none is set, `unauthorised`.
 */
export function requireCron(request: Request, { cronSecret }: Pick<Keys, "cronSecret">): void {
  if (cronSecret === null)
    throw new AppError("unavailable", "CRON_SECRET is not set, so this address is closed.");
  const bearer = bearerOf(request);
  if (bearer === null || !sameSecret(bearer, cronSecret))
    throw new AppError("unauthorised", "This needs the cron secret.");
}

/** @throws AppError `forbidden` when the page of another site sent the request. */
export function refuseForeign(request: Request, appUrl: string): void {
  const origin = request.headers.get("origin");
  if (origin === null || origin === appUrl) return;
  const host = URL.canParse(origin) ? new URL(origin).host : null;
  // Behind a proxy or under a second name: the browser's own word for where it is.
  if (host !== null && host === request.headers.get("host")) return;
  throw new AppError("forbidden", "This request came from the page of another site.");
}

/** The token of an `Authorization: Bearer` header; other schemes are a proxy's business, not ours. */
function bearerOf(request: Request): string | null {
  return /^Bearer(?:\s+(.*))?$/i.exec(request.headers.get("authorization") ?? "")?.slice(1)[0] ?? null;
}

function cookieOf(request: Request, name: string): string | null {
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || null;
}
