import type { Locator, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, type TestBrowser } from "../support/browser";
import { credentialsOf, type Markets, openMarkets } from "../support/markets";
import { type ProductServer, removeData } from "../support/server";
import { manualFile } from "./files";
import { atOverview, owner, startWithOwner } from "./person";

let markets: Markets;
let server: ProductServer;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  markets = await openMarkets();
  [server, browser] = await Promise.all([startWithOwner({ origins: markets.origins }), openBrowser()]);
  page = await browser.visit();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await markets?.close();
  if (server) removeData(server.dataDir);
});

const focused = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Presses Tab until the focus is on the target, as a person without a mouse does, and looks that it can be seen. */
async function tabTo(target: Locator): Promise<void> {
  await target.waitFor();
  const seen: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    seen.push(await page.evaluate(() => document.activeElement?.textContent?.slice(0, 30) ?? ""));
    if (!(await focused(target))) continue;
    const outline = await target.evaluate((element) => {
      const ring = [element, element.parentElement].map((one) => one && getComputedStyle(one).outlineStyle);
      return ring.some((style) => style !== null && style !== "none");
    });
    expect(outline, `the focus on ${target} can be seen`).toBe(true);
    return;
  }
  throw new Error(`Tab never reaches ${target}. ${seen.join(" > ")}`);
}

async function enter(target: Locator): Promise<void> {
  await tabTo(target);
  await page.keyboard.press("Enter");
}

async function type(label: string, text: string): Promise<void> {
  await tabTo(page.getByLabel(label, { exact: true }));
  await page.keyboard.type(text);
}

const link = (name: string) => page.getByRole("link", { name, exact: true });
const button = (name: string | RegExp) => page.getByRole("button", { name });
const heading = (name: string) => page.getByRole("heading", { level: 1, name, exact: true });

async function place(name: string): Promise<void> {
  await enter(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }));
  await heading(name).waitFor();
  // The focus goes to the heading of the new screen, so that the next Tab is in its content.
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
}

test("the whole way from the sign-in to a live listing goes without a mouse", async () => {
  await page.goto(`${server.url}/sign-in`);
  await type("E-mail", owner.email);
  await type("Password", owner.password);
  await page.keyboard.press("Enter");
  await atOverview(page);

  await page.keyboard.press("Tab");
  expect(await focused(link("Skip to content"))).toBe(true);
  await page.keyboard.press("Enter");
  await enter(link("Connect a platform"));
  await enter(link("Connect Gumroad"));
  await type("Access token", String((await credentialsOf(markets, "gumroad")).api_token));
  await page.keyboard.press("Enter");
  await page.getByText("Connected to Northlight Manuals").first().waitFor();
  await enter(button("Activate Gumroad"));
  await page.getByText("Gumroad is active.").waitFor();

  await place("Manuals");
  const chooser = page.waitForEvent("filechooser");
  await enter(button("Choose files"));
  await (await chooser).setFiles(await manualFile("Bread in Tables", 5));
  await page.getByText("Rights needed").first().waitFor({ timeout: 60_000 });

  await place("Actions");
  await page.getByText("Say what rights you have to 1 manual").first().waitFor({ timeout: 60_000 });
  await tabTo(page.getByRole("radio", { name: /I wrote them/ }));
  await page.keyboard.press("Space");
  await enter(button("Answer"));
  await page.getByText("Nothing needs you").waitFor();

  await place("Overview");
  await enter(button("Run agent"));
  await page.getByText("Agent started.").waitFor();
  await place("Listings");
  await page
    .getByRole("row")
    .filter({ hasText: "Bread in Tables" })
    .getByText("Live")
    .waitFor({ timeout: 90_000 });
  await enter(link("Bread in Tables"));
  await heading("Bread in Tables").waitFor();
  await tabTo(link("Open on Gumroad"));
}, 240_000);

test("the menu of the person opens, chooses and closes by keys, and gives the focus back", async () => {
  const menu = button(`${owner.email.split("@")[0]}: theme and sign out`);
  await enter(menu);
  const chosen = (name: string) => page.locator("[role^=menuitem]:focus", { hasText: name }).waitFor();
  await chosen("System");
  await page.keyboard.press("ArrowDown");
  await chosen("Light");
  await page.keyboard.press("ArrowDown");
  await chosen("Dark");
  await page.keyboard.press("Enter");
  expect(await page.getByRole("menuitemradio", { name: "Dark" }).getAttribute("aria-checked")).toBe("true");
  await page.keyboard.press("Escape");
  await page.getByRole("menu").waitFor({ state: "hidden" });
  expect(await focused(menu)).toBe(true);
}, 60_000);

test("no page spoke to another host, and no script broke", () => {
  expect(browser.foreign).toEqual([]);
  expect(browser.errors).toEqual([]);
});
