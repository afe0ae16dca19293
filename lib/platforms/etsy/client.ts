import type { z } from "zod";
import { PlatformError } from "../../errors";
import { type Answer, type Call, parseAnswer, send } from "../../http";
import type { Session } from "../platform";
import { evidence, failure } from "./errors";

/** One call of the API. */
interface Ask {
  method: Call["method"];
  /** Behind `/v3/application`, with its query. */
  path: string;
  /** Forms and multipart bodies bring their own content type; text is JSON. */
  body?: URLSearchParams | FormData | string;
  /** Milliseconds. */
  timeoutMs: number;
}

/**
 * Sends one call with both credentials of Etsy: the key pair in `x-api-key`, the token with its number and dot.
 * Tells the session what the headers say about limits. The answer's text holds no credential of ours.
 * @throws PlatformError `auth_expired` when a credential is missing or has an impossible form, else as `send`.
 */
export async function ask(session: Session, request: Ask): Promise<Answer> {
  const { method, path, body, timeoutMs } = request;
  const headers: Record<string, string> = {
    "x-api-key": `${credential(session, "api_key")}:${credential(session, "api_secret")}`,
    authorization: `Bearer ${credential(session, "access_token")}`,
    accept: "application/json",
  };
  if (typeof body === "string") headers["content-type"] = "application/json";
  const url = `${session.origin}/v3/application${path}`;
  const answer = await send(session.fetch, { method, url, headers, body, timeoutMs, signal: session.signal });
  reportLimits(session, answer.headers);
  return { ...answer, text: scrub(session, answer.text) };
}

/**
 * One call that must end in `status`, read through a schema.
 * @throws PlatformError of every kind but `needs_human` from a read; see the table in errors.ts.
 */
export async function askFor<T>(
  session: Session,
  request: Ask,
  status: number,
  schema: z.ZodType<T>,
): Promise<T> {
  return accept(session, request, await ask(session, request), status, schema);
}

/** The second half of `askFor`, for callers that look at the status first. */
export function accept<T>(
  session: Session,
  request: Ask,
  answer: Answer,
  status: number,
  schema: z.ZodType<T>,
): T {
  if (answer.status !== status) throw failure(answer, request.method !== "GET", session.now());
  try {
    return parseAnswer(schema, answer, request);
  } catch (cause) {
    if (!(cause instanceof PlatformError)) throw cause;
    throw new PlatformError(cause.kind, `Etsy: ${cause.message}`, evidence(answer), { cause });
  }
}

/** The shop's number, safe in an address. @throws PlatformError `auth_expired` when it is no number. */
export function shopId(session: Session): string {
  const value = credential(session, "shop_id");
  if (/^\d{1,19}$/.test(value)) return value;
  throw new PlatformError("auth_expired", "The shop id of Etsy is a number, as 12345678.");
}

/** A listing's number, safe in an address. @throws PlatformError `unexpected` when it is no number. */
export function listingId(remoteId: string): string {
  if (/^\d{1,19}$/.test(remoteId)) return remoteId;
  throw new PlatformError("unexpected", "This is not the number of an Etsy listing.", {
    words: remoteId.slice(0, 60),
  });
}

/** @throws PlatformError `auth_expired` when it is missing or cannot stand in a header. */
export function credential(session: Session, name: string): string {
  const value = session.credentials[name]?.trim() ?? "";
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new PlatformError("auth_expired", `The connection to Etsy has no usable ${name}.`);
}

/** Takes our credentials out of a text that may be kept or shown. */
export function scrub(session: Session, text: string): string {
  const { api_key, api_secret, access_token, refresh_token } = session.credentials;
  let clean = text;
  for (const value of [api_key, api_secret, access_token, refresh_token]) {
    const secret = value?.trim() ?? "";
    // The part behind "<user id>." is a credential by itself.
    for (const part of [secret, secret.slice(secret.indexOf(".") + 1)]) {
      if (part.length >= 4) clean = clean.replaceAll(part, "***");
    }
  }
  return clean;
}

/** Header names: https://developers.etsy.com/documentation/essentials/rate-limits */
function reportLimits(session: Session, headers: Headers): void {
  const number = (name: string) => {
    const value = headers.get(name);
    return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  };
  const perSecond = number("x-limit-per-second");
  const perDay = number("x-limit-per-day");
  const remainingToday = number("x-remaining-today");
  if ([perSecond, perDay, remainingToday].some((value) => value !== undefined)) {
    session.sawLimits({ perSecond, perDay, remainingToday });
  }
}
