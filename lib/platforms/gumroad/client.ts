import { z } from "zod";
import { PlatformError } from "../../errors";
import { type Answer, type Call, parseAnswer, retryAfter, send, wordsOf } from "../../http";
import type { Session } from "../platform";
import { refusal } from "./messages";

export interface Request {
  method: Call["method"];
  /** Below the origin: "/v2/products". */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
}

/** What Gumroad said: the parsed answer, or the sentence of a request it understood and did not carry out. */
export type Reply<T> = { ok: true; value: T } | { ok: false; words: string; error: PlatformError };

/**
 * One API call.
 * @throws PlatformError for everything but an orderly failure: `auth_expired`, `rate_limited`, `uncertain`
 *   (a write may have arrived), `unreachable` (a read), `unexpected`.
 */
export async function ask<T>(session: Session, schema: z.ZodType<T>, request: Request): Promise<Reply<T>> {
  const { method, path, body } = request;
  const token = tokenOf(session);
  const raw = await send(session.fetch, {
    method,
    url: session.origin + path,
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    timeoutMs: method === "GET" ? session.timing.readMs : session.timing.createMs,
    signal: session.signal,
  });
  const answer = { ...raw, text: raw.text.replaceAll(token, "[token]") };
  const failure = readFailure(answer, method, session.now());
  return failure ?? { ok: true, value: parseAnswer(schema, answer, { method }) };
}

/** Like `ask`, for callers to whom every failure is an error. @throws PlatformError of every kind. */
export async function call<T>(session: Session, schema: z.ZodType<T>, request: Request): Promise<T> {
  const reply = await ask(session, schema, request);
  if (reply.ok) return reply.value;
  throw reply.error;
}

const failureSchema = z.object({ success: z.literal(false), message: z.string().catch("") });
const malformedSchema = z.object({ status: z.literal(400), error: z.string() });

/** Null when the answer is a success. Status codes as in Gumroad's base_controller.rb and rack_attack.rb. */
function readFailure(answer: Answer, method: string, now: Date): Extract<Reply<never>, { ok: false }> | null {
  const { status } = answer;
  const details = wordsOf(answer);
  if (status === 401)
    throw new PlatformError("auth_expired", "Gumroad does not accept the token any more.", details);
  if (status === 429) {
    const retryAt = retryAfter(answer.headers, now) ?? throttleEnd(now);
    throw new PlatformError("rate_limited", "Gumroad asks us to slow down.", { ...details, retryAt });
  }
  const json = jsonOf(answer.text);
  if (status === 403 && (json !== undefined || answer.text.trim() === "")) {
    const sentence =
      "The Gumroad token may not do this. Make one with the scopes edit_products and view_sales.";
    throw new PlatformError("auth_expired", sentence, details);
  }
  const failure = failureSchema.safeParse(json);
  if (failure.success && status < 500) {
    const words = failure.data.message;
    return { ok: false, words, error: refusal(words, status, now, true) };
  }
  const malformed = malformedSchema.safeParse(json);
  if (status === 400 && malformed.success) {
    const words = malformed.data.error;
    return { ok: false, words, error: refusal(words, status, now, false) };
  }
  if (status >= 500 || status === 408 || (json === undefined && status !== 404)) {
    const kind = method === "GET" ? "unreachable" : "uncertain";
    throw new PlatformError(kind, "Gumroad did not give a readable answer.", details);
  }
  if (status >= 300)
    throw new PlatformError("unexpected", `Gumroad answered with status ${status}.`, details);
  return null;
}

/**
 * When a throttle without a `Retry-After` header may have ended: its windows (60, 64, 512, 4096, 32768 s) are
 * aligned to the epoch and each longer one ends together with one of 64 s, so: the first such end after 60 s.
 */
export function throttleEnd(now: Date): Date {
  const window = 64_000;
  return new Date((Math.floor((now.getTime() + 60_000) / window) + 1) * window);
}

function tokenOf(session: Session): string {
  const token = session.credentials.api_token?.trim() ?? "";
  // A header takes nothing else, and the error fetch would throw repeats the token.
  if (/^[\x21-\x7e]{8,}$/.test(token)) return token;
  throw new PlatformError(
    "auth_expired",
    "The Gumroad token is missing, too short, or contains characters no token has.",
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
