import type { App } from "../app";
import type { Env } from "../env";
import { AppError } from "../errors";
import { requireSignature } from "../qstash/signature";
import { sameSecret } from "../secret";
import { readToken, renewal, sessionCookie, userOf } from "../sign-in/token";
import type { Role } from "../users/user";
import { readText } from "./input";

/** Who calls a route. */
export interface Caller {
  /** As it is written down beside what they did. */
  who: string;
  role: Role;
  /** A cookie that the answer carries, so that a session in use goes on. */
  setCookie: string | null;
}

type Keys = Pick<Env, "appUrl" | "apiToken" | "cronSecret" | "sessionSecret" | "qstash">;

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
 * Lets through only who knows the cron secret, and POST of what QStash signed for this body and this address.
 * @returns the id of a signed message, which stays the same when it comes again. The signature does not cover it: a
 *   copy under another id is taken for another call, for the five minutes that a signature lasts.
 * @throws AppError `unavailable` while neither is set up, `unauthorised`; `malformed` for a body that is too long.
 */
export async function requireCron(
  request: Request,
  { cronSecret, qstash }: Pick<Keys, "cronSecret" | "qstash">,
  now: Date,
): Promise<string | null> {
  if (cronSecret === null && qstash === null)
    throw new AppError("unavailable", "Neither CRON_SECRET nor QStash is set up, so this address is closed.");
  const signature = request.headers.get("upstash-signature");
  if (qstash && signature !== null && request.method === "POST") {
    const { pathname, search } = new URL(request.url);
    // Not the Host header: whoever calls writes that.
    const url = `${qstash.appUrl}${pathname}${search}`;
    // A copy: the body is read again by who works with it.
    const body = await readText(request.clone());
    const id = await requireSignature({ signature, body, url, now }, qstash.keys);
    return request.headers.get("upstash-message-id") || id;
  }
  const bearer = bearerOf(request);
  if (bearer === null || !sameSecret(bearer, cronSecret))
    throw new AppError("unauthorised", "This needs the cron secret.");
  return null;
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
