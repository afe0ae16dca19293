import { createHash, createHmac } from "node:crypto";
import { newKey, type World } from "@/tests/sandbox/qstash/world";

const LIFETIME_S = 300;

/** The header Upstash-Signature for one call, with the current key: https://upstash.com/docs/qstash/features/security */
export function signatureFor(world: World, url: string, body: string): string {
  const now = Math.floor(world.clock.now().getTime() / 1000) + world.switches().signature_skew_s;
  const claims = {
    iss: "Upstash",
    sub: url,
    exp: now + LIFETIME_S,
    nbf: now,
    iat: now,
    jti: newKey("jwt"),
    // With padding, as in their example.
    body: `${createHash("sha256").update(body).digest("base64url")}=`,
  };
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  const key = world.account().current_signing_key;
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
