import { z } from "zod";
import { PlatformError } from "../../errors";
import { retryAfter, send, wordsOf } from "../../http";
import type { Account, Session, TokenAccess } from "../platform";

/** The account's key: it opens coupons, and its digest signs the webhooks. Listing needs none. */
export const access: TokenAccess = {
  kind: "token",
  fields: [
    {
      name: "api_key",
      label: "API key",
      help: "Payhip > Settings > Developer. Listing works without it; with it, webhooks from anybody else are refused.",
      required: false,
      secret: true,
    },
  ],
  verify,
};

/**
 * One GET of the coupons. Payhip tells nothing about the account, its currency least of all.
 * @throws PlatformError `auth_expired` when the key is not accepted.
 */
async function verify(session: Session): Promise<Account> {
  const key = session.credentials.api_key?.trim() ?? "";
  if (!/^[\x21-\x7e]{8,}$/.test(key)) {
    throw new PlatformError(
      "auth_expired",
      "The Payhip API key is too short, or contains characters no key has.",
    );
  }
  const answer = await send(session.fetch, {
    method: "GET",
    url: `${session.origin}/api/v2/coupons`,
    headers: { "payhip-api-key": key, accept: "application/json" },
    timeoutMs: session.timing.readMs,
    signal: session.signal,
  });
  const { status } = answer;
  const details = wordsOf({ ...answer, text: answer.text.replaceAll(key, "***") });
  if (status === 401 || status === 403)
    throw new PlatformError("auth_expired", "Payhip does not accept this API key.", details);
  if (status === 429) throw slowDown(details, answer.headers, session.now());
  if (status !== 200 || !isCoupons(answer.text))
    throw new PlatformError(
      status >= 500 || status === 200 ? "unreachable" : "unexpected",
      "Payhip did not give a readable answer.",
      details,
    );
  return { name: "Payhip", currency: "", facts: {} };
}

/** A minute without a header: Payhip publishes no limits. */
export function slowDown(
  details: { status: number; words: string },
  headers: Headers,
  now: Date,
): PlatformError {
  const retryAt = retryAfter(headers, now) ?? new Date(now.getTime() + 60_000);
  return new PlatformError("rate_limited", "Payhip asks us to slow down.", { ...details, retryAt });
}

/** `{"data": ...}`: https://payhip.com/api-reference. */
const coupons = z.object({ data: z.union([z.array(z.unknown()), z.looseObject({})]) });

function isCoupons(text: string): boolean {
  try {
    return coupons.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
