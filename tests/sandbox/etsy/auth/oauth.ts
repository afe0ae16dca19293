import { createHash } from "node:crypto";
import { z } from "zod";
import { ok, refuse, unauthorised } from "@/tests/sandbox/etsy/answers";
import { issue, type Pair } from "@/tests/sandbox/etsy/auth/tokens";
import { mediaType, readForm } from "@/tests/sandbox/etsy/forms";
import { SELLER, type World } from "@/tests/sandbox/etsy/world";
import type { SandboxAnswer, SandboxRequest } from "@/tests/sandbox/kit/types";

const authorizeSchema = z.object({
  redirect_uri: z.string(),
  code_challenge: z.string().min(1),
  scope: z.string(),
  state: z.string().optional(),
});

/** What the seller's consent gives: a code, good once, bound to the address and the challenge. */
export function authorize(world: World, body: unknown): { code: string } {
  const asked = authorizeSchema.parse(body);
  const code = `sandbox-code-${world.books.nextId("code", 1)}`;
  const scopes = asked.scope.split(" ").filter((scope) => scope !== "");
  const { redirect_uri, code_challenge } = asked;
  world.codes.put(code, { code, redirect_uri, code_challenge, scopes, user_id: SELLER.user_id, used: false });
  return { code };
}

/** `GET /oauth/connect`: consents at once. A wrong address gets an error page and no redirect. */
export function connectPage(world: World, request: SandboxRequest): SandboxAnswer {
  const asked = authorizeSchema.safeParse(Object.fromEntries(request.query));
  const known = world.switches().redirect_uris;
  const wrong =
    !asked.success ||
    request.query.get("client_id") !== SELLER.keystring ||
    request.query.get("response_type") !== "code" ||
    request.query.get("code_challenge_method") !== "S256" ||
    (known.length > 0 && !known.includes(asked.data.redirect_uri));
  if (wrong)
    return { status: 400, headers: HTML, body: "<!doctype html><title>Error</title><p>Invalid request</p>" };
  const target = new URL(asked.data.redirect_uri);
  target.searchParams.set("code", authorize(world, asked.data).code);
  if (asked.data.state !== undefined) target.searchParams.set("state", asked.data.state);
  return { status: 302, headers: { location: target.href }, body: "" };
}

const HTML = { "content-type": "text/html; charset=utf-8" };

/** `POST /v3/public/oauth/token`; the wording of what is not about refresh tokens is not known from Etsy. */
export function tokenEndpoint(world: World, request: SandboxRequest): SandboxAnswer {
  if (request.method !== "POST") throw refuse(405, "Method not allowed");
  if (mediaType(request) !== "application/x-www-form-urlencoded") {
    throw unauthorised(400, "invalid_request", "The request must be form-encoded");
  }
  const { token_failures } = world.switches();
  if (token_failures > 0) {
    world.set({ token_failures: token_failures - 1 });
    throw refuse(500, "Server Error");
  }
  const { fields } = readForm(request);
  if (fields.get("client_id") !== SELLER.keystring)
    throw unauthorised(401, "invalid_client", "client_id is invalid");
  switch (fields.get("grant_type")) {
    case "authorization_code":
      return answer(exchange(world, fields), world);
    case "refresh_token":
      return answer(refresh(world, fields), world);
    default:
      throw unauthorised(400, "unsupported_grant_type", "grant_type is not supported");
  }
}

function exchange(world: World, fields: Map<string, string>): Pair {
  const kept = world.codes.get(fields.get("code") ?? "");
  if (kept === undefined || kept.used)
    throw unauthorised(400, "invalid_grant", "code is invalid or has been used");
  if (kept.redirect_uri !== fields.get("redirect_uri")) {
    throw unauthorised(400, "invalid_grant", "redirect_uri does not match");
  }
  const verifier = fields.get("code_verifier") ?? "";
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier) || challenge !== kept.code_challenge) {
    throw unauthorised(400, "invalid_grant", "code_verifier is invalid");
  }
  world.codes.put(kept.code, { ...kept, used: true });
  return issue(world, kept);
}

function refresh(world: World, fields: Map<string, string>): Pair {
  const kept = world.tokens.get(fields.get("refresh_token") ?? "");
  if (kept === undefined || kept.kind !== "refresh") {
    throw unauthorised(400, "invalid_grant", "refresh_token is invalid");
  }
  if (kept.revoked) throw unauthorised(400, "invalid_grant", "refresh_token is revoked");
  if (kept.expires <= world.seconds()) throw unauthorised(400, "invalid_grant", "refresh_token is expired");
  if (world.switches().refresh_revokes_old) world.tokens.put(kept.token, { ...kept, revoked: true });
  return issue(world, kept);
}

function answer(pair: Pair, world: World): SandboxAnswer {
  return ok({
    access_token: pair.access.token,
    token_type: "Bearer",
    expires_in: pair.access.expires - world.seconds(),
    refresh_token: pair.refresh.token,
  });
}
