import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { openBrowser, type TestBrowser } from "../support/browser";
import { credentialsOf, type Markets, openMarkets } from "../support/markets";
import { type ProductServer, removeData } from "../support/server";
import { waitFor } from "../support/wait";
import { manualFile } from "./files";
import { findings, problemsOf } from "./look";
import { signIn, startWithOwner } from "./person";
import { type ScreenAddress, screensOf } from "./screens";

const actions = z.array(
  z.object({ id: z.number(), input_type: z.string(), platform_id: z.number().nullable() }),
);
const statuses = z.array(z.object({ status: z.string() }));

let markets: Markets;
let server: ProductServer;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  markets = await openMarkets();
  [server, browser] = await Promise.all([startWithOwner({ origins: markets.origins }), openBrowser()]);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await markets?.close();
  if (server) removeData(server.dataDir);
});

async function problemsOn(screens: ScreenAddress[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, path } of screens) {
    await page.goto(`${server.url}${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    problems.push(...(await problemsOf(page, name)));
  }
  return problems;
}

test("the sign-in, the first run and every screen without data are accessible and fit a phone", async () => {
  page = await browser.visit();
  const signInScreens = [
    { name: "sign-in", path: "/sign-in" },
    { name: "new password", path: "/sign-in?link=abc" },
    { name: "nowhere", path: "/nowhere" },
  ];
  expect(await problemsOn(signInScreens)).toEqual([]);
  await page.evaluate(() => document.body.append(document.createElement("button")));
  expect(await findings(page), "the check itself can find something").toHaveLength(1);
  await signIn(page, server.url);
  expect(await problemsOn(await screensOf(server))).toEqual([]);
}, 240_000);

test("every screen with data is accessible and fits a phone", async () => {
  await fill();
  const screens = await screensOf(server);
  expect(screens.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["action-selection", "action-confirmation", "action-done", "listing-listed"]),
  );
  expect(screens.map(({ name }) => name)).toEqual(expect.arrayContaining(["listing-paused", "manual"]));
  expect(await problemsOn(screens)).toEqual([]);
}, 240_000);

test("every answer carries the headers that keep the page to itself", async () => {
  for (const path of ["/sign-in", "/passive-income", "/theme.js", "/api/health"]) {
    const { headers } = await fetch(`${server.url}${path}`, { redirect: "manual" });
    expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    expect(headers.get("x-frame-options"), path).toBe("DENY");
    expect(headers.get("referrer-policy"), path).toBe("same-origin");
    expect(headers.get("cross-origin-opener-policy"), path).toBe("same-origin");
    expect(headers.get("permissions-policy"), path).toContain("camera=()");
    const policy = headers.get("content-security-policy");
    for (const part of [
      "default-src 'self'",
      "frame-ancestors 'none'",
      "object-src 'none'",
      "form-action 'self'",
    ])
      expect(policy, path).toContain(part);
    expect(policy, path).not.toContain("unsafe-eval");
  }
});

test("no page spoke to another host, and no script broke", () => {
  expect(browser.foreign).toEqual([]);
  expect(browser.errors).toEqual([]);
});

/** A live manual, one whose drafts wait for a word (one of them refused, one given), one without rights. */
async function fill(): Promise<void> {
  for (const [index, name] of (["etsy", "gumroad"] as const).entries()) {
    await server.call("POST", `/platforms/${index + 1}/configure`, await credentialsOf(markets, name));
    await server.call("POST", `/platforms/${index + 1}/activate`);
  }
  await upload("Knots in Tables", 1, "own_work");
  await settled(2);
  await server.call("PATCH", "/settings", { publish: "ask" });
  await upload("Ovens in Tables", 2, "own_work");
  await upload("Wheels in Tables", 3, "own_work");
  await upload("Lamps in Tables", 4, "unverified");
  const asked = await waitFor(async () => {
    const all = actions.parse((await server.call("GET", "/actions")).body);
    return all.length === 5 ? all : null;
  }, 90_000);
  const approvals = asked.filter(({ input_type }) => input_type === "confirmation");
  const [first, second] = approvals.filter(({ platform_id }) => platform_id === 2);
  await server.call("POST", `/actions/${first?.id}/cancel`);
  await server.call("POST", `/actions/${second?.id}/resolve`, { response: true });
  await settled(6);
}

async function upload(title: string, seed: number, rights: string): Promise<void> {
  const { name, buffer } = await manualFile(title, seed);
  const form = new FormData();
  form.set("rights", rights);
  form.set("file", new Blob([new Uint8Array(buffer)]), name);
  expect((await server.call("POST", "/manuals", form)).status).toBe(201);
}

async function settled(count: number): Promise<void> {
  await waitFor(async () => {
    const all = statuses.parse((await server.call("GET", "/listings")).body);
    return all.length === count && all.every(({ status }) => status !== "pending") ? true : null;
  }, 90_000);
}
