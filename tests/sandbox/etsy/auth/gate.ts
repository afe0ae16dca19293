import { refuse, unauthorised } from "@/tests/sandbox/etsy/answers";
import type { Token } from "@/tests/sandbox/etsy/rows";
import { SELLER, type World } from "@/tests/sandbox/etsy/world";
import type { SandboxRequest } from "@/tests/sandbox/kit/types";

/** First gate: the `x-api-key` header. Texts as three real requests showed them. */
export function checkKey(request: SandboxRequest): void {
  const key = request.headers["x-api-key"] ?? "";
  if (!/^[^:]+:[^:]+$/.test(key)) {
    throw refuse(403, "Invalid API key: should be in the format 'keystring:shared_secret'.");
  }
  if (key !== `${SELLER.keystring}:${SELLER.shared_secret}`) {
    throw refuse(403, "API key not found or not active, or incorrect shared secret for API key.");
  }
}

/**
 * Second gate: the bearer token, checked whenever one is sent and demanded when the operation has scopes. The texts
 * for a missing and an unknown token are not known from Etsy.
 */
export function checkBearer(world: World, request: SandboxRequest, scopes: string[]): Token | undefined {
  const header = request.headers.authorization;
  if (header === undefined) {
    if (scopes.length === 0) return undefined;
    throw unauthorised(401, "invalid_token", "access token is missing");
  }
  const value = /^Bearer (.+)$/i.exec(header)?.[1] ?? "";
  if (!/^\d+\..+$/.test(value)) throw refuse(403, "No user was provided as part of the bearer token.");
  const token = world.tokens.get(value);
  if (token === undefined || token.kind !== "access" || token.revoked) {
    throw unauthorised(401, "invalid_token", "access token is invalid");
  }
  if (token.expires <= world.seconds()) throw unauthorised(401, "invalid_token", "access token is expired");
  return token;
}

/** Third gate: every scope of the operation. */
export function checkScopes(token: Token | undefined, scopes: string[]): void {
  if (scopes.some((scope) => !token?.scopes.includes(scope))) {
    throw unauthorised(403, "insufficient_scope", "Insufficient scope");
  }
}

/** Fourth gate: the shop of the path belongs to the token's user. Public operations have no such gate. */
export function checkOwner(token: Token | undefined, scopes: string[], shopId: number | undefined): void {
  if (shopId === undefined || scopes.length === 0) return;
  if (shopId !== SELLER.shop_id || token?.user_id !== SELLER.user_id) {
    throw refuse(403, `User does not own Shop ${shopId}`);
  }
}
