import { createHash } from "node:crypto";
import { REFRESH_TOKEN_S } from "@/tests/sandbox/etsy/limits";
import type { Token } from "@/tests/sandbox/etsy/rows";
import type { World } from "@/tests/sandbox/etsy/world";

export const ALL_SCOPES = ["listings_r", "listings_w", "listings_d", "shops_r", "transactions_r"];

export type Pair = { access: Token; refresh: Token };

/** Makes and keeps an access and a refresh token, valid from now on. */
export function issue(world: World, grant: Pick<Token, "user_id" | "scopes">): Pair {
  const now = world.seconds();
  const make = (kind: Token["kind"], lifetime: number): Token => {
    const number = world.books.nextId("token", 1);
    const secret = createHash("sha256").update(`${kind} ${number} ${now}`).digest("base64url");
    const token = { kind, token: `${grant.user_id}.${secret}`, expires: now + lifetime, revoked: false };
    return { ...grant, ...token };
  };
  const pair = {
    access: make("access", world.switches().access_token_s),
    refresh: make("refresh", REFRESH_TOKEN_S),
  };
  world.tokens.put(pair.access.token, pair.access);
  world.tokens.put(pair.refresh.token, pair.refresh);
  return pair;
}

/** Every access token ends now, before the time that was promised; refresh tokens live on. */
export function endAccess(world: World): void {
  for (const token of world.tokens.all())
    if (token.kind === "access") world.tokens.put(token.token, { ...token, expires: world.seconds() });
}

/** What a changed password does: every token is dead. */
export function revokeAll(world: World): void {
  for (const token of world.tokens.all()) world.tokens.put(token.token, { ...token, revoked: true });
}
