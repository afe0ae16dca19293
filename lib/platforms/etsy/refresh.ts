import { PlatformError } from "../../errors";
import { send } from "../../http";
import type { Credentials, Session } from "../platform";
import { credential, scrub } from "./client";
import { failure } from "./errors";
import { errorText, tokens } from "./schemas";

/** Where the API lives: https://developers.etsy.com/documentation/essentials/requests */
export const ORIGIN = "https://openapi.etsy.com";

/** Five minutes before the access token ends; at once when its end is not known; null when nothing can replace it. */
export function dueAt(credentials: Credentials): Date | null {
  if (!credentials.refresh_token) return null;
  const end = Date.parse(credentials.expires_at ?? "");
  return new Date(Number.isNaN(end) ? 0 : end - 5 * 60_000);
}

/**
 * One call, or two: after a 5xx the same refresh token is sent once more, since it was not used up
 * (https://github.com/etsy/open-api/issues/549). Each refresh gives a new refresh token.
 * @throws PlatformError `auth_expired` when Etsy takes the refresh token no more, `unreachable` when there was no
 *   answer: the same token may be tried again, and only if Etsy had used it up a person must connect again.
 */
export async function refresh(session: Session): Promise<Credentials> {
  const first = await post(session);
  const answer = first.status >= 500 ? await post(session) : first;
  if (answer.status === 429 || answer.status >= 500) {
    throw failure({ ...answer, text: scrub(session, answer.text) }, false, session.now());
  }
  const said = json(answer.text);
  const refusal = errorText.safeParse(said);
  if (answer.status >= 400 && refusal.success) {
    const words = scrub(session, `${refusal.data.error}: ${refusal.data.error_description ?? ""}`).slice(
      0,
      500,
    );
    const sentence = "Etsy does not renew the access token any more. Connect Etsy again.";
    throw new PlatformError("auth_expired", sentence, { status: answer.status, words });
  }
  const parsed = tokens.safeParse(said);
  if (answer.status !== 200 || !parsed.success) {
    // No words: a half-read answer may hold a token.
    throw new PlatformError("unexpected", "Etsy's answer to the renewal could not be read.", {
      status: answer.status,
    });
  }
  const { access_token, refresh_token, expires_in } = parsed.data;
  const end = new Date(session.now().getTime() + expires_in * 1000);
  return { access_token, refresh_token, expires_at: end.toISOString() };
}

/** The documented address; with another API origin the same path there, so that no token leaves for Etsy. */
function tokenUrl(session: Session): string {
  if (session.tokenUrl) return session.tokenUrl;
  return `${session.origin === ORIGIN ? "https://api.etsy.com" : session.origin}/v3/public/oauth/token`;
}

async function post(session: Session) {
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: credential(session, "api_key"),
    refresh_token: credential(session, "refresh_token"),
  });
  const headers = { "x-api-key": `${credential(session, "api_key")}:${credential(session, "api_secret")}` };
  const { timing, signal } = session;
  const call = {
    method: "POST" as const,
    url: tokenUrl(session),
    headers,
    body: form,
    timeoutMs: timing.readMs,
    signal,
  };
  try {
    return await send(session.fetch, call);
  } catch (cause) {
    throw new PlatformError("unreachable", "Etsy gave no answer to the renewal of the token.", {}, { cause });
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
