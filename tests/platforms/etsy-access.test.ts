import { describe, expect, test } from "vitest";
import { categoryFor, verify } from "@/lib/platforms/etsy/access";
import { ask, scrub } from "@/lib/platforms/etsy/client";
import { dueAt, refresh } from "@/lib/platforms/etsy/refresh";
import { anyCredentials, failureOf, makePlan, makeSession, reply, scripted } from "./etsy-support";

const shop = { shop_id: 51234567, shop_name: "NorthlightManuals", currency_code: "USD" };
const me = { user_id: 71234567, shop_id: 51234567 };
const leaf = { id: 2078, name: "Guides &amp; How Tos", children: [] };
const tree = (...leaves: object[]) => ({
  count: 1,
  results: [
    { id: 1, name: "Accessories", children: [leaf] },
    { id: 2, name: "Books, Movies & Music", children: [{ id: 3, name: "Books", children: leaves }] },
  ],
});

describe("verify", () => {
  test("tells name, currency and the number of the category", async () => {
    const { fetch, asked } = scripted(reply(200, shop), reply(200, me), reply(200, tree(leaf)));
    expect(await verify(makeSession({ fetch, account: null }))).toEqual({
      name: "NorthlightManuals",
      currency: "USD",
      facts: { taxonomy_id: 2078 },
    });
    expect(asked.map((request) => `${request.method} ${new URL(request.url).pathname}`)).toEqual([
      "GET /v3/application/shops/51234567",
      "GET /v3/application/users/me",
      "GET /v3/application/seller-taxonomy/nodes",
    ]);
    const [first] = asked;
    expect(first?.headers.get("x-api-key")).toBe("keystring00000000000000:sharedsecret");
    expect(first?.headers.get("authorization")).toBe("Bearer 71234567.accesstokenvalue");
  });

  test.each([
    ["no category of that path", tree()],
    ["two categories of that path", tree(leaf, { ...leaf, id: 9 })],
  ])("needs a human with %s", async (_name, nodes) => {
    const { fetch } = scripted(reply(200, shop), reply(200, me), reply(200, nodes));
    expect((await failureOf(verify(makeSession({ fetch })))).kind).toBe("needs_human");
  });

  test("does not take another seller's shop", async () => {
    const { fetch } = scripted(reply(200, shop), reply(200, { user_id: 1, shop_id: 999 }));
    const error = await failureOf(verify(makeSession({ fetch })));
    expect([error.kind, error.message]).toEqual([
      "auth_expired",
      "The access token belongs to the shop with the id 999.",
    ]);
  });

  test("says so when there is no such shop", async () => {
    const { fetch } = scripted(reply(404, { error: "Resource not found" }));
    const error = await failureOf(verify(makeSession({ fetch })));
    expect([error.kind, error.message]).toEqual(["auth_expired", "There is no shop with this id."]);
  });

  test.each(["api_key", "api_secret", "access_token", "shop_id"])("asks nothing without %s", async (name) => {
    const { fetch, asked } = scripted();
    const credentials = { ...anyCredentials, [name]: " " };
    expect((await failureOf(verify(makeSession({ fetch, credentials })))).kind).toBe("auth_expired");
    expect(asked).toHaveLength(0);
  });

  test("lets no shop id into the address that is no number", async () => {
    const { fetch, asked } = scripted();
    const credentials = { ...anyCredentials, shop_id: "1/../../users/me" };
    expect((await failureOf(verify(makeSession({ fetch, credentials })))).kind).toBe("auth_expired");
    expect(asked).toHaveLength(0);
  });
});

describe("the category for a plan", () => {
  test("is refused for a price in another currency than the shop's", async () => {
    const plan = makePlan({ price: { amount: 500, currency: "EUR" } });
    const error = await failureOf((async () => categoryFor(makeSession(), plan))());
    expect([error.kind, error.details.field]).toEqual(["refused", "price"]);
  });

  test("needs a connection that was checked", async () => {
    const error = await failureOf((async () => categoryFor(makeSession({ account: null }), makePlan()))());
    expect(error.kind).toBe("auth_expired");
  });
});

describe("when to renew the token", () => {
  test("five minutes before it ends", () => {
    expect(dueAt(anyCredentials)?.toISOString()).toBe("2026-05-01T11:55:00.000Z");
  });
  test("at once when its end is not known", () => {
    expect(dueAt({ ...anyCredentials, expires_at: "soon" })?.getTime()).toBe(0);
  });
  test("never without a refresh token", () => {
    expect(dueAt({ access_token: "1.a", expires_at: "2026-05-01T12:00:00Z" })).toBeNull();
  });
});

describe("renewing the token", () => {
  const fresh = {
    access_token: "71234567.new",
    token_type: "Bearer",
    expires_in: 3600,
    refresh_token: "71234567.newer",
  };
  const now = () => new Date("2026-05-01T12:00:00Z");
  const tokenUrl = "http://127.0.0.1:1/v3/public/oauth/token";

  test("gives both new tokens and their end", async () => {
    const { fetch, asked } = scripted(reply(200, fresh));
    expect(await refresh(makeSession({ fetch, now, tokenUrl }))).toEqual({
      access_token: "71234567.new",
      refresh_token: "71234567.newer",
      expires_at: "2026-05-01T13:00:00.000Z",
    });
    expect(asked[0]?.url).toBe(tokenUrl);
    expect(Object.fromEntries(new URLSearchParams(await asked[0]?.text()))).toEqual({
      grant_type: "refresh_token",
      client_id: "keystring00000000000000",
      refresh_token: "71234567.refreshtokenvalue",
    });
  });

  test("sends the same refresh token once more after a fault of Etsy", async () => {
    const { fetch, asked } = scripted(reply(500, { error: "Server Error" }), reply(200, fresh));
    await refresh(makeSession({ fetch, now, tokenUrl }));
    const sent = await Promise.all(asked.map(async (request) => new URLSearchParams(await request.text())));
    expect(sent.map((form) => form.get("refresh_token"))).toEqual([
      "71234567.refreshtokenvalue",
      "71234567.refreshtokenvalue",
    ]);
  });

  test.each([
    ["two faults in a row", [reply(500, ""), reply(502, "<html>")], "unreachable"],
    ["no answer", [new Error("socket hang up")], "unreachable"],
    ["too many calls", [reply(429, { error: "Exceeded per second rate limit" })], "rate_limited"],
    [
      "a dead refresh token",
      [reply(400, { error: "invalid_grant", error_description: "refresh_token is revoked" })],
      "auth_expired",
    ],
    ["a page instead of an answer", [reply(200, "<html>")], "unexpected"],
    ["half an answer", [reply(200, { access_token: "71234567.new" })], "unexpected"],
  ])("%s", async (_name, answers, kind) => {
    const { fetch } = scripted(...answers);
    const error = await failureOf(refresh(makeSession({ fetch, now, tokenUrl })));
    expect(error.kind).toBe(kind);
    expect(JSON.stringify([error.message, error.details])).not.toContain("71234567.");
  });

  test("goes to the documented host, or stays on the origin that was named", async () => {
    for (const [origin, expected] of [
      ["https://openapi.etsy.com", "https://api.etsy.com/v3/public/oauth/token"],
      ["http://127.0.0.1:7", "http://127.0.0.1:7/v3/public/oauth/token"],
    ] as const) {
      const { fetch, asked } = scripted(reply(200, fresh));
      await refresh(makeSession({ fetch, now, origin }));
      expect(asked[0]?.url).toBe(expected);
    }
  });
});

describe("secrets", () => {
  test("are taken out of every answer, the part behind the user's number too", () => {
    const session = makeSession();
    const text =
      "key keystring00000000000000:sharedsecret token 71234567.accesstokenvalue or accesstokenvalue";
    expect(scrub(session, text)).toBe("key ***:*** token *** or ***");
  });

  test("are in no error", async () => {
    const echo = Object.values(anyCredentials).join(" ");
    const { fetch } = scripted(reply(400, { error: echo }));
    const error = await failureOf(verify(makeSession({ fetch })));
    for (const name of ["api_key", "api_secret", "access_token", "refresh_token"]) {
      expect(JSON.stringify([error.message, error.details])).not.toContain(anyCredentials[name]);
    }
  });
});

test("the session hears what the headers say about limits, on failures too", async () => {
  const headers = { "x-limit-per-second": "150", "x-limit-per-day": "100000", "x-remaining-today": "0" };
  const { fetch } = scripted(reply(429, "", headers), reply(200, {}));
  const session = makeSession({ fetch });
  await ask(session, { method: "GET", path: "/openapi-ping", timeoutMs: 1000 });
  await ask(session, { method: "GET", path: "/openapi-ping", timeoutMs: 1000 });
  expect(session.seen).toEqual([{ perSecond: 150, perDay: 100000, remainingToday: 0 }]);
});
