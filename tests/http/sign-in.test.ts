import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ProductServer, removeData } from "../support/server";
import { owner, signInAt, signOutAt, startWithOwner } from "./product";

let server: ProductServer;

beforeAll(async () => {
  server = await startWithOwner();
}, 400_000);

afterAll(async () => {
  await server.stop();
  removeData(server.dataDir);
});

const settings = (cookie: string) => fetch(`${server.api}/settings`, { headers: { cookie } });

test("the right password gives a cookie that scripts and other sites cannot use", async () => {
  const { error, set, cookie } = await signInAt(server.url);
  expect(error).toBeNull();
  expect(set).toMatch(/HttpOnly/i);
  expect(set).toMatch(/SameSite=Lax/i);
  expect(set).toMatch(/Path=\//);
  expect((await settings(cookie)).status).toBe(200);
  const page = await fetch(`${server.url}/passive-income`, { headers: { cookie }, redirect: "manual" });
  expect(page.status).toBe(200);
});

test("each sign-in gives another token", async () => {
  const [one, two] = [await signInAt(server.url), await signInAt(server.url)];
  expect(one.cookie).not.toBe(two.cookie);
});

test("a cookie taken before the sign-out opens nothing after it", async () => {
  const { cookie } = await signInAt(server.url);
  expect((await settings(cookie)).status).toBe(200);
  expect(await signOutAt(server.url, cookie)).toBe(200);
  expect((await settings(cookie)).status).toBe(401);
  const page = await fetch(`${server.url}/passive-income`, { headers: { cookie }, redirect: "manual" });
  expect(page.status).toBe(307);
});

test("a form of another site cannot sign anybody in", async () => {
  const response = await fetch(`${server.url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { origin: "https://elsewhere.example", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...owner, csrfToken: "0".repeat(64), json: "true" }),
    redirect: "manual",
  });
  expect(response.headers.getSetCookie().join()).not.toContain("session-token=");
});

test("wrong guesses are stopped with a sentence that names the wait, and nothing of ours gets out", async () => {
  const guesses: (string | null)[] = [];
  for (let count = 0; count < 6; count += 1) {
    const { error, cookie } = await signInAt(server.url, { email: "guess@example.org", password: "wrong" });
    expect(cookie).toBe("");
    guesses.push(error);
  }
  expect(guesses.slice(0, 5)).toEqual(Array(5).fill("This e-mail and password do not fit together."));
  expect(guesses[5]).toBe("Too many wrong passwords. Try again in 15 minutes.");
});

test("a sign-in link sets e-mail and password, once", async () => {
  const link = makeLink();
  const token = new URL(link).searchParams.get("link");
  const send = (body: unknown, headers: Record<string, string> = { origin: server.url }) =>
    fetch(`${server.url}/api/sign-in-link`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const given = { token, email: "New@Example.org", name: "Ann", password: "a password of mine" };
  expect((await send(given, { origin: "https://elsewhere.example" })).status).toBe(403);
  expect((await send({ ...given, password: "short" })).status).toBe(422);
  expect((await send({ ...given, email: "nobody" })).status).toBe(422);
  expect((await send({ ...given, role: "owner" })).status).toBe(400);
  expect((await send({ ...given, token: "x".repeat(43) })).status).toBe(422);
  expect((await send(given)).status).toBe(200);
  expect((await send(given)).status).toBe(422);
  expect(server.output()).not.toContain("a password of mine");
});

test("under https the cookie is Secure and bound to the host", async () => {
  const https = await startWithOwner({ APP_URL: "https://shop.example" });
  try {
    const { set, cookie } = await signInAt(https.url);
    expect(set).toMatch(/^__Host-/);
    expect(set).toMatch(/; Secure/i);
    const change = (origin: string) =>
      fetch(`${https.api}/settings`, {
        method: "PATCH",
        headers: { cookie, origin, "content-type": "application/json" },
        body: "{}",
      });
    expect((await change("https://shop.example")).status).toBe(200);
    expect((await change("https://shop.example.evil")).status).toBe(403);
  } finally {
    await https.stop();
    removeData(https.dataDir);
  }
}, 120_000);

/** With the command that an operator uses, while the server runs. */
function makeLink(): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "bin/sign-in-link.ts"], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", DATA_DIR: server.dataDir },
  });
  const link = stdout.trim();
  if (!link.startsWith("http")) throw new Error(`No link was printed. ${stdout} ${stderr}`);
  return link;
}
