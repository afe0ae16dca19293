import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KEY, openShop, SHOP, type Shop, USER } from "./shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

describe("1. the key header", () => {
  test.each([
    ["absent", null],
    ["the keystring alone", "sandboxkeystring00000000"],
    ["an empty half", "sandboxkeystring00000000:"],
  ])("1. %s is 403 with the text about the format, on openapi-ping too", async (_, key) => {
    for (const path of ["/openapi-ping", `/shops/${SHOP}`, `/shops/${SHOP}/listings`]) {
      const reply = await shop.api("GET", path, { key });
      expect(reply.status).toBe(403);
      expect(reply.body).toEqual({
        error: "Invalid API key: should be in the format 'keystring:shared_secret'.",
      });
    }
  });

  test("1. an unknown key or wrong secret is 403, checked before the body", async () => {
    const error = "API key not found or not active, or incorrect shared secret for API key.";
    for (const key of ["unknown:sandboxsecret", "sandboxkeystring00000000:wrong"]) {
      const reply = await shop.api("POST", `/shops/${SHOP}/listings`, { key, json: {} });
      expect(reply).toMatchObject({ status: 403, body: { error } });
    }
  });

  test("1. a good key alone opens openapi-ping", async () => {
    const reply = await shop.api("GET", "/openapi-ping", { token: null });
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({ application_id: expect.any(Number) });
    expect(reply.headers.get("x-etsy-request-uuid")).toBeTruthy();
  });
});

describe("2. the bearer token", () => {
  test("2. a token without the user's number is 403, none at all 401", async () => {
    const bare = shop.credentials().access_token.split(".")[1] ?? "";
    const reply = await shop.api("GET", "/users/me", { token: bare });
    expect(reply).toMatchObject({
      status: 403,
      body: { error: "No user was provided as part of the bearer token." },
    });
    expect((await shop.api("GET", "/users/me", { token: null })).status).toBe(401);
  });

  test("2. the user's own shop is found, another shop or another user's token is refused", async () => {
    expect((await shop.api("GET", "/users/me")).body).toEqual({ user_id: USER, shop_id: SHOP });
    const mixedUp = await shop.api("GET", `/shops/${USER}/listings`);
    expect(mixedUp).toMatchObject({ status: 403, body: { error: `User does not own Shop ${USER}` } });
    const { access_token: token } = await shop.newToken({ user_id: 999 });
    const stranger = await shop.api("GET", `/shops/${SHOP}/listings`, { token });
    expect(stranger).toMatchObject({ status: 403, body: { error: `User does not own Shop ${SHOP}` } });
    const shopless = await shop.api("GET", "/users/me", { token });
    expect(shopless).toMatchObject({
      status: 404,
      body: { error: "Could not find a shop for user with user_id = 999" },
    });
  });

  test("2. a missing scope is 403 insufficient_scope, and scopes are told", async () => {
    const { access_token: token } = await shop.newToken({ scopes: ["listings_r"] });
    const reply = await shop.api("GET", `/shops/${SHOP}/receipts`, { token });
    expect(reply).toMatchObject({
      status: 403,
      body: { error: "insufficient_scope", error_description: "Insufficient scope" },
    });
    const scopes = await shop.api("POST", "/scopes", { form: { token } });
    expect(scopes.body).toMatchObject({ scopes: ["listings_r"] });
  });

  test("2. an access token ends after 3600 seconds with a 401 of shape C", async () => {
    const old = await shop.newToken();
    await shop.advance(3_599_000 - 60_000);
    expect((await shop.api("GET", "/users/me", { token: old.access_token })).status).toBe(200);
    await shop.advance(61_000);
    const reply = await shop.api("GET", "/users/me", { token: old.access_token });
    expect(reply).toMatchObject({
      status: 401,
      body: { error: "invalid_token", error_description: "access token is expired" },
    });
  });
});

describe("an access token that ends early", () => {
  const form = (refresh_token: string) => ({
    grant_type: "refresh_token",
    client_id: KEY.split(":")[0] ?? "",
    refresh_token,
  });

  test("is refused although more was promised, and its refresh token gives one of the length that is set", async () => {
    const old = await shop.newToken();
    await shop.control("POST", "access-ended", {});
    expect((await shop.api("GET", "/users/me", { token: old.access_token })).status).toBe(401);
    await shop.control("POST", "set", { access_token_s: 320 });
    const reply = await shop.raw("POST", "/v3/public/oauth/token", {
      form: form(old.refresh_token),
      token: null,
    });
    await shop.control("POST", "set", { access_token_s: 3_600 });
    expect(reply).toMatchObject({ status: 200, body: { expires_in: 320 } });
    const { access_token: token } = Object(reply.body);
    expect((await shop.api("GET", "/users/me", { token })).status).toBe(200);
  });
});

describe("3. the token endpoint", () => {
  const client_id = KEY.split(":")[0] ?? "";
  const redirect_uri = "https://manuals.example/api/oauth/etsy";
  const verifier = "a".repeat(43);
  const code_challenge = createHash("sha256").update(verifier).digest("base64url");
  const token = (form: Record<string, string>) =>
    shop.raw("POST", "/v3/public/oauth/token", { form, token: null });
  const newCode = async () =>
    Object(await shop.control("POST", "authorize", { redirect_uri, code_challenge, scope: "shops_r" })).code;
  const exchange = (code: string, changes: Record<string, string> = {}) =>
    token({
      grant_type: "authorization_code",
      ...{ client_id, redirect_uri, code, code_verifier: verifier },
      ...changes,
    });
  const refresh = (refresh_token: string) => token({ grant_type: "refresh_token", client_id, refresh_token });

  test("3. a code is exchanged once, with its own address and verifier only", async () => {
    const code = await newCode();
    expect((await exchange(code, { redirect_uri: `${redirect_uri}/` })).status).toBe(400);
    expect((await exchange(code, { code_verifier: "b".repeat(43) })).status).toBe(400);
    const reply = await exchange(code);
    expect(reply.body).toEqual({
      access_token: expect.stringMatching(/^71234567\../),
      token_type: "Bearer",
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^71234567\../),
    });
    expect((await exchange(code)).body).toMatchObject({ error: "invalid_grant" });
  });

  test("3. a JSON body is refused", async () => {
    const reply = await shop.raw("POST", "/v3/public/oauth/token", { json: { grant_type: "refresh_token" } });
    expect(reply.status).toBe(400);
  });

  test("3. each refresh gives a new pair and revokes the token it used, unless switched off", async () => {
    const old = await shop.newToken();
    const first = await refresh(old.refresh_token);
    expect(first.status).toBe(200);
    expect(first.body).not.toMatchObject({ refresh_token: old.refresh_token });
    const again = await refresh(old.refresh_token);
    expect(again).toMatchObject({
      status: 400,
      body: { error: "invalid_grant", error_description: "refresh_token is revoked" },
    });
    await shop.set({ refresh_revokes_old: false });
    const lenient = await shop.newToken();
    expect((await refresh(lenient.refresh_token)).status).toBe(200);
    expect((await refresh(lenient.refresh_token)).status).toBe(200);
    await shop.set({ refresh_revokes_old: true });
  });

  test("3. a failing token endpoint answers 500 and leaves the refresh token good", async () => {
    const old = await shop.newToken();
    await shop.set({ token_failures: 1 });
    expect(await refresh(old.refresh_token)).toMatchObject({ status: 500, body: { error: "Server Error" } });
    expect((await refresh(old.refresh_token)).status).toBe(200);
  });

  test("3. a refresh token ends after 90 days", async () => {
    const old = await shop.newToken();
    await shop.advance(90 * 86_400_000);
    expect((await refresh(old.refresh_token)).body).toMatchObject({ error: "invalid_grant" });
  });

  test("3. a changed password revokes every token", async () => {
    const pair = await shop.newToken();
    await shop.control("POST", "password-changed");
    expect((await refresh(pair.refresh_token)).body).toMatchObject({
      error_description: "refresh_token is revoked",
    });
    expect((await shop.api("GET", "/users/me", { token: pair.access_token })).status).toBe(401);
  });

  test("3. the consent page redirects with code and state, and never to an unregistered address", async () => {
    await shop.set({ redirect_uris: [redirect_uri] });
    const ask = (address: string) =>
      shop.raw(
        "GET",
        `/oauth/connect?${new URLSearchParams({
          ...{ response_type: "code", client_id, redirect_uri: address, scope: "shops_r", state: "s1" },
          ...{ code_challenge, code_challenge_method: "S256" },
        })}`,
      );
    const good = await ask(redirect_uri);
    expect(good.status).toBe(302);
    const target = new URL(good.headers.get("location") ?? "");
    expect(target.searchParams.get("state")).toBe("s1");
    expect((await exchange(target.searchParams.get("code") ?? "")).status).toBe(200);
    const bad = await ask("https://elsewhere.example/");
    expect(bad.status).toBe(400);
    expect(bad.headers.get("location")).toBeNull();
  });
});
