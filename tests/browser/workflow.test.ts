import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { openBrowser, type TestBrowser } from "../support/browser";
import { credentialsOf, type Markets, openMarkets } from "../support/markets";
import { type ProductServer, removeData } from "../support/server";
import { waitFor } from "../support/wait";
import { manualFile } from "./files";
import { findings } from "./look";
import { goTo, signIn, startWithOwner } from "./person";

// The guide's workflow, told in order: each test goes on where the one before stopped.
let markets: Markets;
let server: ProductServer;
let browser: TestBrowser;
let page: Page;
const title = "Clock Repair Tables";

beforeAll(async () => {
  markets = await openMarkets();
  [server, browser] = await Promise.all([startWithOwner({ origins: markets.origins }), openBrowser()]);
  for (const [id, name] of [
    [1, "etsy"],
    [2, "gumroad"],
  ] as const) {
    await server.call("POST", `/platforms/${id}/configure`, await credentialsOf(markets, name));
    await server.call("POST", `/platforms/${id}/activate`);
  }
  page = await browser.visit({ permissions: ["clipboard-read", "clipboard-write"] });
  await signIn(page, server.url);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await markets?.close();
  if (server) removeData(server.dataDir);
});

const see = (text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: 60_000 });
const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
const live = (platform: string) =>
  page
    .getByRole("row")
    .filter({ hasText: title })
    .filter({ hasText: platform })
    .getByText("Live", { exact: true })
    .waitFor({ timeout: 90_000 });

test("Payhip is switched on without any key, and its webhook address is copied to its settings", async () => {
  await goTo(page, "Platforms");
  await page.getByRole("link", { name: "Payhip", exact: true }).click();
  await see("Payhip is filled by hand");
  await press("Activate Payhip");
  await see("Deactivating stops creating and changing.");
  await press("Copy address");
  await see("Address copied");
  const address = await clipboard();
  expect(address).toMatch(new RegExp(`^${server.url}/api/webhooks/payhip/[\\w-]{20,}$`));
  await markets.doors.payhip("POST", "webhooks", { urls: address, events: ["paid", "refunded"] });
}, 120_000);

test("a manual is processed, the agent runs, and it is listed by API on Etsy and Gumroad", async () => {
  await goTo(page, "Manuals");
  await page.getByLabel("PDF files").setInputFiles(await manualFile(title, 1));
  await page
    .getByRole("row")
    .filter({ hasText: title })
    .getByText("Rights needed")
    .waitFor({ timeout: 60_000 });
  await goTo(page, "Actions");
  await page.getByRole("radio", { name: /I wrote them/ }).check();
  await press("Answer");
  await see("Answered. The agent goes on.");
  await goTo(page, "Agent");
  await press("Run agent");
  await see("Agent started.");
  await goTo(page, "Listings");
  await live("Etsy");
  await live("Gumroad");
}, 180_000);

test("for Payhip an action brings everything to paste; a person makes the product and brings its address", async () => {
  await page.getByRole("row").filter({ hasText: "Payhip" }).getByRole("link", { name: "Answer" }).click();
  await see(`List “${title}” on Payhip`);
  expect(await findings(page)).toEqual([]);
  const copied: Record<string, string> = {};
  for (const name of ["Title", "Price", "Description"]) {
    await press(`Copy ${name}`);
    await see(`${name} copied`);
    copied[name] = await clipboard();
  }
  expect(copied.Title).toBe(title);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /\.pdf .*Download$/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("Clock-Repair-Tables.pdf");
  const form = await page.getByRole("link", { name: "Open Payhip’s form" }).getAttribute("href");
  const shop = await browser.visit();
  await shop.goto(form ?? "");
  await shop.getByLabel("Title").fill(copied.Title ?? "");
  await shop.getByLabel("Price").fill(copied.Price ?? "");
  await shop.getByLabel("Description").fill(copied.Description ?? "");
  await shop.getByRole("button", { name: "Add product" }).click();
  await shop.waitForURL(/\/b\/\w+$/);
  await page.getByLabel("Address of the live product").fill("https://example.org/b/AbCd");
  await press("Mark as listed");
  await see("This is not the address of a product on Payhip.");
  await page.getByLabel("Address of the live product").fill(shop.url());
  await press("Mark as listed");
  await see("Answered. The agent goes on.");
  await goTo(page, "Listings");
  await live("Payhip");
}, 120_000);

const revenue = z.object({
  total_sales: z.number(),
  total_gross: z.number(),
  total_revenue: z.number(),
  by_platform: z.record(z.string(), z.object({ sales: z.number(), gross: z.number() })),
});
const stats = z.object({ pending_actions: z.number(), revenue });

test("sales arrive from all three, and revenue and stats show them", async () => {
  const books = await markets.etsyBooks();
  const { products } = z
    .object({ products: z.array(z.object({ product_key: z.string() })) })
    .parse(await markets.doors.payhip("GET", "books"));
  const [gumroad] = (await markets.gumroadBooks()).products;
  await markets.doors.etsy("POST", "sale", { listing_id: books.listings[0]?.listing_id, quantity: 2 });
  await markets.doors.gumroad("POST", "sale", { product_id: gumroad?.id });
  await markets.doors.payhip("POST", "sale", { product_key: products[0]?.product_key });
  await goTo(page, "Platforms");
  await page.getByRole("link", { name: "Gumroad", exact: true }).click();
  await press("Sync sales now");
  await see("1 new sale.");
  await goTo(page, "Platforms");
  await page.getByRole("link", { name: "Etsy", exact: true }).click();
  await press("Test");
  await see("Connected to NorthlightManuals.");
  await goTo(page, "Agent");
  await press("Run agent");
  const told = await waitFor(async () => {
    const found = stats.parse((await server.call("GET", "/stats")).body);
    return found.revenue.total_sales === 4 ? found : null;
  }, 60_000);
  expect(told.pending_actions).toBe(0);
  expect(
    Object.fromEntries(Object.entries(told.revenue.by_platform).map(([id, { sales }]) => [id, sales])),
  ).toEqual({
    "1": 2,
    "2": 1,
    "3": 1,
  });
  expect(revenue.parse((await server.call("GET", "/revenue?days=30")).body)).toEqual(told.revenue);
  await goTo(page, "Revenue");
  const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
  const main = page.getByRole("main");
  await main.getByText(money.format(told.revenue.total_gross), { exact: true }).first().waitFor();
  await main.getByText(money.format(told.revenue.total_revenue), { exact: true }).first().waitFor();
  for (const name of ["Etsy", "Gumroad", "Payhip"])
    await main.getByRole("row").filter({ hasText: name }).first().waitFor();
  await goTo(page, "Overview");
  await main.getByText(money.format(told.revenue.total_revenue), { exact: true }).first().waitFor();
  expect(browser.foreign).toEqual([]);
  expect(browser.errors).toEqual([]);
}, 180_000);
