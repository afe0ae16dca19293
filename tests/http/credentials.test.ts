import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { operations } from "@/lib/route/operations";
import { type ProductServer, removeData } from "../support/server";
import { signInAt, startWithOwner } from "./product";

let server: ProductServer;
let cookie: string;

beforeAll(async () => {
  server = await startWithOwner();
  cookie = (await signInAt(server.url)).cookie;
  expect(cookie).toContain("session-token=");
}, 400_000);

afterAll(async () => {
  await server.stop();
  removeData(server.dataDir);
});

/** Every way to knock, and what each kind of route says to it. `in` is anything but 401 and 403. */
const ways: {
  name: string;
  headers: () => Record<string, string>;
  member: (reads: boolean) => 401 | 403 | "in";
  cron: 401 | "in";
}[] = [
  { name: "nobody", headers: () => ({}), member: () => 401, cron: 401 },
  {
    name: "nobody who says that the middleware ran",
    headers: () => ({ "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" }),
    member: () => 401,
    cron: 401,
  },
  {
    name: "the API token",
    headers: () => ({ authorization: `Bearer ${server.token}` }),
    member: () => "in",
    cron: 401,
  },
  {
    name: "the cron secret",
    headers: () => ({ authorization: `Bearer ${server.cronSecret}` }),
    member: () => 401,
    cron: "in",
  },
  {
    name: "a wrong token",
    headers: () => ({ authorization: `Bearer ${server.token.slice(1)}` }),
    member: () => 401,
    cron: 401,
  },
  {
    name: "a session on our pages",
    headers: () => ({ cookie, origin: server.url }),
    member: () => "in",
    cron: 401,
  },
  {
    name: "a session on the page of another site",
    headers: () => ({ cookie, origin: "https://elsewhere.example" }),
    member: () => 403,
    cron: 401,
  },
  {
    name: "a session without an origin",
    headers: () => ({ cookie }),
    member: (reads) => (reads ? "in" : 403),
    cron: 401,
  },
  {
    name: "a session with a letter changed",
    headers: () => ({
      cookie: cookie.replace(/.(?=.{9}$)/, (letter) => (letter === "A" ? "B" : "A")),
      origin: server.url,
    }),
    member: () => 401,
    cron: 401,
  },
];

const knock = (method: string, path: string, headers: Record<string, string>) =>
  fetch(server.url + path.replace(/\{\w+\}/g, "999999"), {
    method,
    headers: method === "GET" ? headers : { ...headers, "content-type": "application/json" },
    body: method === "GET" ? undefined : "{}",
  });

const guarded = operations.filter(({ access }) => access === "member" || access === "cron");

describe.each(guarded)("$method $path", (operation) => {
  test.each(ways)("$name", async ({ headers, member, cron }) => {
    const expected = operation.access === "cron" ? cron : member(operation.method === "GET");
    const response = await knock(operation.method, operation.path, headers());
    const text = await response.text();
    if (expected === "in") {
      expect([401, 403]).not.toContain(response.status);
      expect(response.status).toBeLessThan(500);
    } else {
      expect(response.status).toBe(expected);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(z.object({ status: z.number(), detail: z.string() }).parse(JSON.parse(text)).status).toBe(
        expected,
      );
    }
  });
});

test.each(ways)("an event of a platform needs its address, whoever sends it: $name", async ({ headers }) => {
  const wrong = `/api/webhooks/payhip/${"A".repeat(32)}`;
  const response = await knock("POST", wrong, headers());
  expect(response.status).toBe(401);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
});

test("the form of another site is refused by every address that changes something", async () => {
  const headers = {
    cookie,
    origin: "https://elsewhere.example",
    "content-type": "application/x-www-form-urlencoded",
  };
  for (const { method, path } of guarded.filter(
    ({ access, method }) => access === "member" && method === "POST",
  )) {
    const url = server.url + path.replace(/\{\w+\}/g, "1");
    expect((await fetch(url, { method, headers, body: "response=true" })).status, path).toBe(403);
  }
});

test("the cron secret in the address, cut short or in other case opens nothing", async () => {
  const path = "/api/cron/auto-list";
  const secret = server.cronSecret;
  expect((await knock("GET", `${path}?secret=${secret}&token=${secret}`, {})).status).toBe(401);
  for (const wrong of [secret.slice(0, -1), secret.toUpperCase(), `${secret} `, ""].filter(
    (one) => one.trim() !== secret,
  )) {
    expect((await knock("GET", path, { authorization: `Bearer ${wrong}` })).status).toBe(401);
  }
});

test("an address that the API does not have is 404 for whoever may call, and 401 for anybody else", async () => {
  for (const method of ["GET", "POST", "PATCH", "DELETE"]) {
    const url = `${server.api}/stats/nothing`;
    expect((await fetch(url, { method })).status).toBe(401);
    const known = await fetch(url, { method, headers: { authorization: `Bearer ${server.token}` } });
    expect([known.status, known.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  }
});

test("health and the sign-in page need no credential, every screen does", async () => {
  expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
  expect((await fetch(`${server.url}/sign-in`)).status).toBe(200);
  for (const screen of ["", "/actions", "/listings", "/manuals", "/platforms"]) {
    const response = await fetch(`${server.url}/passive-income${screen}`, { redirect: "manual" });
    expect([response.status, response.headers.get("location")?.split("?")[0]], screen).toEqual([
      307,
      "/sign-in",
    ]);
  }
});

test("without a cron secret the schedules are closed, not open", async () => {
  const closed = await startWithOwner({ CRON_SECRET: "" });
  try {
    for (const { method, path } of operations.filter(({ access }) => access === "cron")) {
      for (const authorization of [
        "Bearer ",
        "Bearer undefined",
        "Bearer null",
        `Bearer ${server.cronSecret}`,
      ]) {
        const response = await fetch(closed.url + path, { method, headers: { authorization } });
        expect(response.status, path).toBe(503);
      }
    }
  } finally {
    await closed.stop();
    removeData(closed.dataDir);
  }
}, 120_000);
