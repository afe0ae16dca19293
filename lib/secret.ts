import { createHash, timingSafeEqual } from "node:crypto";

/** Compares digests, so that neither length nor content shows in the time it takes. No secret set: never equal. */
export function sameSecret(given: string, secret: string | null): boolean {
  if (!secret) return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
