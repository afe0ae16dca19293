import { createHash } from "node:crypto";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { requireCron } from "@/lib/route/caller";
import { type House, openHouse } from "./house";

let house: House;
let key: string;
beforeAll(async () => {
  house = await openHouse();
  key = (await house.account.keys()).current_signing_key;
}, 120_000);
afterAll(() => house.close());

const path = "/api/cron/expire-actions";

/** The header of a call that QStash could have made. */
function signed(body: string, sub: string) {
  const now = Math.floor(house.app.world.now().getTime() / 1000);
  const hash = createHash("sha256").update(body).digest("base64url");
  const claims = { iss: "Upstash", sub, exp: now + 300, nbf: now, jti: `jwt_${body.length}`, body: hash };
  return new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(key));
}

async function post(signature: string | null, more: { body?: string; path?: string; headers?: object } = {}) {
  const headers = { ...(signature === null ? {} : { "upstash-signature": signature }), ...more.headers };
  const init = { method: "POST", headers, body: more.body ?? "" };
  const response = await fetch(house.url + (more.path ?? path), init);
  const text = await response.text();
  return { status: response.status, body: z.record(z.string(), z.unknown()).parse(JSON.parse(text)) };
}

describe("a signed call", () => {
  test("is let in by POST for its address and body", async () => {
    const { status, body } = await post(await signed("", house.url + path));
    expect([status, body]).toEqual([200, { task: "expire-actions", counts: expect.anything(), more: false }]);
    expect((await post(await signed("{}", house.url + path), { body: "{}" })).status).toBe(200);
    const query = `${path}?a=%20b`;
    expect((await post(await signed("", house.url + query), { path: query })).status).toBe(200);
  });

  test("is judged by our public address, not by what the caller wrote into Host", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const port = new URL(house.url).port;
    const forged = await signed("", `http://localhost:${port}${path}`);
    const response = await fetch(`http://localhost:${port}${path}`, {
      method: "POST",
      headers: { "upstash-signature": forged, "x-forwarded-host": `localhost:${port}` },
    });
    expect(response.status).toBe(401);
    vi.restoreAllMocks();
  });

  test("is refused for another address, another body, without a signature, and by GET", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const good = await signed("", house.url + path);
    expect((await post(good, { path: "/api/cron/run-agent" })).status).toBe(401);
    expect((await post(good, { path: `${path}?a=b` })).status).toBe(401);
    expect((await post(good, { body: "{}" })).status).toBe(401);
    expect((await post(good, { body: " " })).status).toBe(401);
    expect((await post(null)).status).toBe(401);
    expect((await post("")).status).toBe(401);
    const get = await fetch(house.url + path, { headers: { "upstash-signature": good } });
    expect(get.status).toBe(401);
    vi.restoreAllMocks();
  });

  test("that is wrong is not saved by the secret", async () => {
    const headers = { authorization: `Bearer ${"cron-secret-".padEnd(40, "c")}` };
    expect((await post("nonsense", { headers })).status).toBe(401);
    expect((await post(null, { headers })).status).toBe(200);
  });

  test.each([
    ["no JSON", "{", 400],
    ["an unknown name", '{"platform":"etsy","more":1}', 400],
    ["a list", "[]", 400],
    ["a platform that there is none of", '{"platform":"amazon"}', 422],
    ["a platform that is a number", '{"platform":1}', 422],
    ["a body over 64 KB", `{"platform":"${"x".repeat(70_000)}"}`, 400],
  ])("with %s is refused", async (_name, body, status) => {
    expect((await post(await signed(body, house.url + path), { body })).status).toBe(status);
  });
});

describe("what is set up", () => {
  const secret = "s".repeat(40);
  const qstash = { url: "", token: "", keys: { current: "a", next: "b" }, appUrl: "https://shop.example" };
  const ask = (method: string, bearer: string | null, keys: Parameters<typeof requireCron>[1]) => {
    const headers: Record<string, string> = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
    const request = new Request(`https://shop.example${path}`, { method, headers });
    return requireCron(request, keys, new Date()).catch(({ kind }) => kind);
  };

  test("nothing: closed, even for who sends nothing at all", async () => {
    for (const method of ["GET", "POST"])
      for (const bearer of [null, "", secret])
        expect(await ask(method, bearer, { cronSecret: null, qstash: null })).toBe("unavailable");
  });

  test("QStash alone opens no door to a bearer", async () => {
    for (const method of ["GET", "POST"])
      for (const bearer of [null, "", secret, "null"])
        expect(await ask(method, bearer, { cronSecret: null, qstash })).toBe("unauthorised");
  });

  test("the secret alone takes no signature", async () => {
    const signature = await signed("", house.url + path);
    const request = new Request(house.url + path, {
      method: "POST",
      headers: { "upstash-signature": signature },
    });
    const answer = requireCron(request, { cronSecret: secret, qstash: null }, new Date());
    expect(await answer.catch(({ kind }) => kind)).toBe("unauthorised");
    expect(await ask("POST", secret, { cronSecret: secret, qstash: null })).toBeNull();
  });
});
