import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, type TestBrowser } from "../support/browser";
import { credentialsOf, type Markets, openMarkets } from "../support/markets";
import { type ProductServer, removeData, startProduct } from "../support/server";
import { falseFile, largeFile, manualFile } from "./files";
import { findings } from "./look";
import { atOverview, fillSignIn, goTo, owner, printedLink, setPassword } from "./person";

// One life of the product, told in order: each test goes on where the one before stopped.
let markets: Markets;
let server: ProductServer;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  markets = await openMarkets();
  [server, browser] = await Promise.all([startProduct({ origins: markets.origins }), openBrowser()]);
  page = await browser.visit();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await markets?.close();
  if (server) removeData(server.dataDir);
});

const see = (text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: 60_000 });
// Next announces the title of each page in an alert of its own, outside of main.
const alert = () => page.getByRole("main").getByRole("alert");
const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
const row = (title: string, platform: string) =>
  page.getByRole("row").filter({ hasText: title }).filter({ hasText: platform });
const live = (title: string, platform: string) =>
  row(title, platform).getByText("Live", { exact: true }).waitFor({ timeout: 90_000 });

test("the printed link sets e-mail and password and leads to four steps", async () => {
  const link = await printedLink(server);
  await page.goto(link);
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("E-mail").fill("maya@localhost");
  await page.getByLabel("New password").fill(owner.password);
  await press("Set password and sign in");
  await alert().getByText("The password is not set").waitFor();
  expect(await page.getByLabel("Your name").inputValue()).toBe(owner.name);
  await setPassword(page, link);
  await see("Four steps until your first listing");
  expect(await page.getByRole("main").getByRole("link").allTextContents()).toEqual([
    "Connect a platform",
    "Upload a PDF",
    "Choose where to list",
  ]);
}, 120_000);

test("a wrong key is refused in words and nothing that was typed is lost", async () => {
  await page.getByRole("link", { name: "Connect a platform" }).click();
  await page.getByRole("link", { name: "Connect Etsy" }).click();
  const { access_token, ...others } = await credentialsOf(markets, "etsy");
  await press("Test and save");
  expect(await page.getByText("This one is needed.").count()).toBe(4);
  for (const [name, value] of Object.entries(others)) await page.locator(`#${name}`).fill(String(value));
  await page.locator("#access_token").fill("12345678.wrong");
  await press("Test and save");
  await alert().filter({ hasText: "Etsy" }).waitFor();
  expect(await alert().textContent()).toMatch(/Etsy .{20,}/);
  expect(await page.locator("#shop_id").inputValue()).toBe(String(others.shop_id));
  await page.locator("#access_token").fill(String(access_token));
  await press("Test and save");
  await see("Connected to NorthlightManuals");
  expect(await page.locator("#access_token").inputValue()).toBe("");
}, 120_000);

test("Gumroad is connected too, and both are switched on by a button that says the cost", async () => {
  await goTo(page, "Platforms");
  await page.getByRole("link", { name: "Connect Gumroad" }).click();
  await page.getByLabel("Access token").fill("wrong");
  await press("Test and save");
  await alert().filter({ hasText: "Gumroad" }).waitFor();
  await page.getByLabel("Access token").fill(String((await credentialsOf(markets, "gumroad")).api_token));
  await press("Test and save");
  await see("Connected to Northlight Manuals");
  await press("Activate Gumroad");
  await see("Gumroad is active.");
  await goTo(page, "Platforms");
  await page.getByRole("button", { name: "Activate Etsy (Etsy charges $0.20 per listing)" }).click();
  await see("Etsy is active.");
  expect(await page.content()).not.toContain("12345678.");
}, 120_000);

test("of two files the one that is no PDF is refused with its own sentence, and the other goes on", async () => {
  await goTo(page, "Manuals");
  await page
    .getByLabel("PDF files")
    .setInputFiles([falseFile("Letter to readers.pdf"), await manualFile("Clock Repair Tables", 1)]);
  const uploads = page.getByRole("list", { name: "Uploads" }).getByRole("listitem");
  await uploads
    .filter({ hasText: "Clock Repair Tables" })
    .getByText("Added. Its text is read now.")
    .waitFor();
  const refused = uploads.filter({ hasText: "Letter to readers" });
  expect(await refused.textContent()).toMatch(/not a PDF/i);
  await row("Clock Repair Tables", "").getByText("Rights needed").waitFor({ timeout: 60_000 });
}, 120_000);

test("the rights are asked for and answered, and both listings go live", async () => {
  await goTo(page, "Actions");
  await see("Say what rights you have to 1 manual");
  await press("Answer");
  await alert().getByText("Choose one first.").waitFor();
  await page.getByRole("radio", { name: /I wrote them/ }).check();
  await press("Answer");
  await see("Answered. The agent goes on.");
  await see("Nothing needs you");
  await goTo(page, "Overview");
  await press("Run agent");
  await see("Agent started.");
  await goTo(page, "Listings");
  await live("Clock Repair Tables", "Etsy");
  await live("Clock Repair Tables", "Gumroad");
  const books = await markets.etsyBooks();
  expect(books.listings.map(({ state }) => state)).toEqual(["active"]);
  expect(books.violations).toEqual([]);
}, 180_000);

test("a live listing shows its steps, its address and texts without markup", async () => {
  await row("Clock Repair Tables", "Gumroad").getByRole("link", { name: "Clock Repair Tables" }).click();
  const journal = page.getByRole("region", { name: "Journal" }).getByRole("listitem");
  await journal.first().waitFor();
  const steps = await journal.allTextContents();
  for (const [index, step] of ["Read it back: it is live", "Published it", "Added pictures"].entries())
    expect(steps[index]).toContain(step);
  const address = await page.getByRole("link", { name: "Open on Gumroad" }).getAttribute("href");
  expect((await fetch(address ?? "")).status).toBe(200);
  expect(await page.getByRole("main").textContent()).not.toMatch(/<\/?p>/);
  await page.getByRole("link", { name: "Open the manual" }).click();
  await page.getByRole("heading", { level: 1, name: "Clock Repair Tables" }).waitFor();
});

test("title and price are changed; a wrong price is said at its field and keeps what was typed", async () => {
  await page.getByLabel("Title").fill("Clock Repair in Tables");
  await page.getByLabel("Price in USD").fill("a lot");
  await press("Save");
  await see("Give a price in USD, for example 12.99.");
  expect(await page.getByLabel("Title").inputValue()).toBe("Clock Repair in Tables");
  await page.getByLabel("Price in USD").fill("12,50");
  await press("Save");
  await see("Saved. Listings that are not made yet use it.");
  await page.getByRole("heading", { level: 1, name: "Clock Repair in Tables" }).waitFor();
  await page.reload();
  expect(await page.getByLabel("Price in USD").inputValue()).toBe("12.50");
}, 60_000);

test("a PDF too large for Etsy waits for another one; left undone it is paused, retried it asks again", async () => {
  await goTo(page, "Manuals");
  await page.getByLabel("PDF files").setInputFiles(await largeFile("Grain Atlas", 9));
  await row("Grain Atlas", "").getByText("Rights needed").waitFor({ timeout: 90_000 });
  await page.getByRole("link", { name: "Grain Atlas" }).click();
  await page.getByRole("radio", { name: /I wrote it/ }).check();
  await press("Save");
  await see("Saved.");
  await goTo(page, "Listings");
  await live("Grain Atlas", "Gumroad");
  await row("Grain Atlas", "Etsy").getByRole("link", { name: "Answer" }).click();
  await see("Etsy needs a smaller PDF of “Grain Atlas”");
  expect(await findings(page)).toEqual([]);
  await press("Will not do");
  await see("Left undone. What waited for it is paused.");
  await goTo(page, "Listings");
  await row("Grain Atlas", "Etsy").getByText("Paused").waitFor();
  await press("Retry Grain Atlas");
  await see("Trying “Grain Atlas” again.");
  await row("Grain Atlas", "Etsy").getByRole("link", { name: "Answer" }).click({ timeout: 60_000 });
  await page.getByLabel("Smaller PDF").setInputFiles(await manualFile("Grain Atlas small", 10));
  await press("Use this file");
  await see("Answered. The agent goes on.");
  await goTo(page, "Listings");
  await live("Grain Atlas", "Etsy");
}, 240_000);

test("the agent is paused and resumed with one button", async () => {
  await goTo(page, "Overview");
  await press("Pause");
  await see("Agent paused. Live listings stay live.");
  const run = page.getByRole("button", { name: "Run agent" });
  await page.getByRole("button", { name: "Resume" }).waitFor();
  expect(await run.getAttribute("aria-disabled")).toBe("true");
  expect(await run.getAttribute("title")).toBe("The agent is paused. Resume it first.");
  await press("Resume");
  await see("Agent resumed.");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  expect(await run.getAttribute("aria-disabled")).toBe("false");
}, 60_000);

test("a theme is kept over a reload, and signing out closes every screen", async () => {
  await page.getByRole("button", { name: `${owner.name}: theme and sign out` }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await page.keyboard.press("Escape");
  await page.reload();
  expect(await page.locator("html").getAttribute("class")).toMatch(/\bdark\b/);
  await page.getByRole("button", { name: `${owner.name}: theme and sign out` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in/);
  await page.goto(`${server.url}/passive-income/listings`);
  await page.waitForURL(/\/sign-in/);
  await fillSignIn(page, owner);
  await atOverview(page);
}, 60_000);

test("no page spoke to another host, and no script broke", () => {
  expect(browser.foreign).toEqual([]);
  expect(browser.errors).toEqual([]);
});
