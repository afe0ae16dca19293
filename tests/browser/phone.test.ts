import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, type TestBrowser } from "../support/browser";
import { credentialsOf, type Markets, openMarkets } from "../support/markets";
import { type ProductServer, removeData } from "../support/server";
import { manualFile } from "./files";
import { sidewaysScroll } from "./look";
import { atOverview, owner, startWithOwner } from "./person";

let markets: Markets;
let server: ProductServer;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  markets = await openMarkets();
  [server, browser] = await Promise.all([startWithOwner({ origins: markets.origins }), openBrowser()]);
  page = await browser.visit({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await markets?.close();
  if (server) removeData(server.dataDir);
});

const button = (name: string) => page.getByRole("button", { name, exact: true });

/** Taps a place in the bar at the bottom; the new screen must fit. */
async function place(name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).tap();
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  expect(await sidewaysScroll(page), name).toBe(0);
}

test("the whole way from the sign-in to a live listing goes with a thumb at 390 pixels", async () => {
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await button("Sign in").tap();
  await atOverview(page);
  expect(await sidewaysScroll(page)).toBe(0);

  await page.getByRole("link", { name: "Connect a platform" }).tap();
  await page.getByRole("link", { name: "Connect Gumroad" }).tap();
  await page.getByLabel("Access token").fill(String((await credentialsOf(markets, "gumroad")).api_token));
  await button("Test and save").tap();
  await page.getByText("Connected to Northlight Manuals").waitFor();
  await button("Activate Gumroad").tap();
  await page.getByText("Gumroad is active.").waitFor();
  expect(await sidewaysScroll(page)).toBe(0);

  await place("Manuals");
  const chooser = page.waitForEvent("filechooser");
  await button("Choose files").tap();
  const title = "A Very Long Handbook of Incomprehensibilities, Counterrevolutionaries and Sundials";
  await (await chooser).setFiles(await manualFile(title, 7));
  await page
    .locator("span", { hasText: "Rights needed" })
    .locator("visible=true")
    .first()
    .waitFor({ timeout: 60_000 });
  expect(await sidewaysScroll(page)).toBe(0);

  await place("Actions");
  await page.getByRole("link", { name: /Say what rights you have to 1 manual/ }).tap();
  await page.getByRole("radio", { name: /I wrote them/ }).tap();
  expect(await sidewaysScroll(page)).toBe(0);
  await button("Answer").tap();
  await page.getByText("Nothing needs you").waitFor();

  await place("Overview");
  await button("Run agent").tap();
  await page.getByText("Agent started.").waitFor();
  await place("Listings");
  const card = page.getByRole("listitem").filter({ hasText: "A Very Long Handbook" });
  await card.getByText("Live", { exact: true }).waitFor({ timeout: 90_000 });
  await card.getByRole("link").first().tap();
  await page.getByRole("link", { name: "Open on Gumroad" }).waitFor();
  expect(await sidewaysScroll(page)).toBe(0);
}, 240_000);

test("the main button and the places in the bar are at least 44 pixels high", async () => {
  await place("Overview");
  expect((await button("Run agent").boundingBox())?.height).toBeGreaterThanOrEqual(44);
  const bar = page.getByRole("navigation", { name: "Main" }).getByRole("link");
  for (const tab of await bar.all()) expect((await tab.boundingBox())?.height).toBeGreaterThanOrEqual(44);
}, 60_000);

test("no page spoke to another host, and no script broke", () => {
  expect(browser.foreign).toEqual([]);
  expect(browser.errors).toEqual([]);
});
