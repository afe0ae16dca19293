import { describe, expect, test } from "vitest";
import { as, bearer, call, cronSecret, own, post, read, setUp, token } from "./inside";

setUp();

describe("who may call", () => {
  test.each([
    ["nobody", {}],
    ["a wrong token", { authorization: "Bearer nonsense" }],
    ["a prefix of the token", { authorization: `Bearer ${token.slice(0, -1)}` }],
    ["the token in other case", { authorization: `Bearer ${token.toUpperCase()}` }],
    ["an empty token", { authorization: "Bearer" }],
    ["the cron secret", { authorization: `Bearer ${cronSecret}` }],
    ["a made-up session", { cookie: "next-auth.session-token=x.y.z", origin: own }],
    ["the token as basic", { authorization: `Basic ${token}` }],
  ])("%s is refused with 401", async (_name, headers) => {
    const refused = await call(read, { headers });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toContain("Bearer");
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect((await post(headers)).status).toBe(401);
  });

  test("the API token may do everything, from anywhere", async () => {
    expect((await call(read, { headers: bearer })).body).toEqual({ who: "the API token" });
    expect((await post({ ...bearer, origin: "https://elsewhere.example" })).status).toBe(200);
  });

  test("a session reads and writes on our own pages", async () => {
    expect((await call(read, { headers: as("operator", {}) })).body).toEqual({ who: "operator@example.org" });
    expect((await post(as("operator"))).status).toBe(200);
    expect((await post(as("owner", { origin: "http://shop.test", host: "shop.test" }))).status).toBe(200);
  });

  test.each([
    "https://elsewhere.example",
    "null",
    "http://127.0.0.1:4000",
    "https://127.0.0.1:3999.evil.example",
  ])("the page of another origin gets 403, signed in or not: %s", async (origin) => {
    expect((await post(as("owner", { origin }))).status).toBe(403);
    expect((await post({ origin })).status).toBe(403);
  });

  test("a session without an origin may read, but change nothing", async () => {
    expect((await post(as("owner", {}))).status).toBe(403);
  });

  test("a viewer may look, and change nothing", async () => {
    expect((await call(read, { headers: as("viewer") })).status).toBe(200);
    const refused = await post(as("viewer"));
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toContain("not change");
  });
});
