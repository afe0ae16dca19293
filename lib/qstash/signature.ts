import { createHash } from "node:crypto";
import { errors, type JWTPayload, jwtVerify } from "jose";
import { AppError } from "../errors";
import { log } from "../log";
import type { Qstash } from "./settings";

/** Seconds that its clock and ours may differ. */
const CLOCKS_DIFFER = 5;

export interface Signed {
  /** Of the header Upstash-Signature. */
  signature: string;
  /** As it arrived, to the byte. */
  body: string;
  /** The whole address that was called, as the public knows it. */
  url: string;
  now: Date;
}

/**
 * Lets through only what QStash signed for this body and this address, with the current or the next key:
 * https://upstash.com/docs/qstash/features/security. Not by the package's Receiver: that one takes every HMAC, needs
 * no expiry, has a clock of its own, and takes publicly known keys when QSTASH_DEV is set.
 * @returns the id of the signature.
 * @throws AppError `unauthorised`.
 */
export async function requireSignature(given: Signed, keys: Qstash["keys"]): Promise<string> {
  const claims = (await claimsOf(given, keys.current)) ?? (await claimsOf(given, keys.next));
  if (typeof claims?.jti === "string" && claims.body === hashOf(given.body)) return claims.jti;
  throw new AppError("unauthorised", "This is not signed by QStash for this address and this body.");
}

/** What a key signed; null when it did not, or for another address or time. */
async function claimsOf({ signature, url, now }: Signed, key: string): Promise<JWTPayload | null> {
  try {
    const { payload } = await jwtVerify(signature, new TextEncoder().encode(key), {
      algorithms: ["HS256"],
      issuer: "Upstash",
      subject: url,
      requiredClaims: ["exp", "nbf", "jti", "body"],
      clockTolerance: CLOCKS_DIFFER,
      currentDate: now,
    });
    return { ...payload, body: withoutPadding(payload.body) };
  } catch (error) {
    // Signed with our key and refused all the same: APP_URL or a clock is wrong, and somebody has to hear of it.
    if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired)
      log("qstash_refused", { claim: error.claim, signed_for: error.payload.sub, called: url });
    return null;
  }
}

function hashOf(body: string): string {
  return createHash("sha256").update(body).digest("base64url");
}

function withoutPadding(hash: unknown): unknown {
  return typeof hash === "string" ? hash.replace(/=+$/, "") : hash;
}
