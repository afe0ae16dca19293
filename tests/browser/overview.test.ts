import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDb } from "@/db/client";
import { type Line, seedShop } from "../queries/shop";
import { openBrowser, type TestBrowser } from "../support/browser";
import { type FreshDatabase, freshDatabase } from "../support/database";
import { type ProductServer, removeData } from "../support/server";
import { problemsOf } from "./look";
import { signIn, startWithOwner } from "./person";

const root = "/passive-income";
const shops: { database: FreshDatabase; server: ProductServer }[] = [];

let browser: TestBrowser;
let page: Page;
let lines: Line[];

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.visit();
  lines = await openShop();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  for (const { server, database } of shops) {
    await server.stop();
    await database.drop();
    removeData(server.dataDir);
  }
});

/** A product with this ledger, signed in to. */
async function openShop(given?: Line[]): Promise<Line[]> {
  const database = await freshDatabase();
  const { db, close } = await openDb({ url: database.url, driver: "pg", dataDir: "", migrate: true });
  const booked = await seedShop(db, new Date(), given);
  await close();
  const server = await startWithOwner({ databaseUrl: database.url });
  shops.push({ database, server });
  await signIn(page, server.url);
  return booked;
}

const open = (path: string) => page.goto(`${shops.at(-1)?.server.url}${path}`);
const figure = (name: string) =>
  page.getByRole("region", { name: "Numbers" }).getByRole("link").filter({ hasText: name });
const money = (cents: number) =>
  `${cents < 0 ? "\u2212" : ""}$${(Math.abs(cents) / 100).toLocaleString("en-US", { minimumFractionDigits: 2 })}`;

/** Sums of the seeded dollars of the days from `oldest` to `newest` days ago, added up here. */
function sums(oldest: number, newest: number, platform?: Line["platform"]) {
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const chosen = lines.filter(
    (line) =>
      line.currency === "USD" &&
      line.at.slice(0, 10) >= day(oldest) &&
      line.at.slice(0, 10) <= day(newest) &&
      (platform === undefined || line.platform === platform),
  );
  const sum = (of: (line: Line) => number) => chosen.reduce((total, line) => total + of(line), 0);
  const units = sum(({ type, quantity }) => (type === "sale" ? quantity : 0));
  return { units, net: sum(({ amount, fee }) => amount - fee) };
}

test("the numbers equal the ledger and are compared with the 30 days before", async () => {
  const now = sums(29, 0);
  const before = sums(59, 30);
  const rise = (to: number, from: number) =>
    `${((100 * Math.abs(to - from)) / from).toFixed(1).replace(".0", "")}%`;
  await open(root);
  const net = await figure("Net revenue").innerText();
  expect(net).toContain(money(now.net));
  expect(net).toContain(rise(now.net, before.net));
  const sales = await figure("Sales").innerText();
  expect(sales).toContain(now.units.toLocaleString("en-US"));
  expect(sales).toContain(rise(now.units, before.units));
  expect(await figure("Live listings").innerText()).toMatch(/12\s+3 new in 30 days/);
  const each = await figure("Net per sale").innerText();
  const difference = Math.round(now.net / now.units) - Math.round(before.net / before.units);
  expect(each).toContain(money(Math.round(now.net / now.units)));
  expect(each).toContain(money(Math.abs(difference)));
  await page.getByRole("link", { name: "Manuals 4" }).waitFor();
}, 60_000);

test("each platform's card has its net, its sales and its live listings; euros are not added", async () => {
  for (const [shown, name, sold] of [
    ["Etsy", "etsy", 0],
    ["Gumroad", "gumroad", 1],
    ["Payhip", "payhip", 0],
  ] as const) {
    const part = sums(29, 0, name);
    const card = await page
      .getByRole("article")
      .filter({ has: page.getByRole("heading", { name: shown }) })
      .innerText();
    expect(card).toContain(`${money(part.net)}${sold ? " and €8.70" : ""} net`);
    expect(card).toContain(`${part.units + sold} sold in 30 days, 4 live`);
  }
  await page.getByRole("link", { name: "€8.70 net in EUR" }).waitFor();
}, 60_000);

test("activity tells of sales, refunds and prices with links to the listing", async () => {
  const activity = page.getByRole("region", { name: "Recent activity" }).getByRole("listitem");
  expect(await activity.first().innerText()).toMatch(/^Sale on Gumroad: “.+”, \$10\.99/);
  expect(await activity.first().getByRole("link").getAttribute("href")).toMatch(/\/listings\/\d+$/);
}, 60_000);

test("the chart turns into its table and back by the address", async () => {
  await open(root);
  await page.getByRole("link", { name: "Show as table" }).click();
  await page.getByRole("region", { name: "Table of net by day" }).waitFor();
  expect(page.url()).toContain("view=table");
  await page.getByRole("link", { name: "Show as chart" }).click();
  await page.getByRole("list", { name: "Legend" }).waitFor();
}, 60_000);

test("a listing shows views or that none are reported, what it sold, and how its price fell", async () => {
  await open(`${root}/listings/1`);
  const prices = page.getByRole("region", { name: "Table of prices" }).getByRole("row");
  expect(await prices.nth(1).innerText()).toMatch(/\$13\.99\s+\$12\.99\s+44 views, no sale\s+Waiting/);
  expect(await prices.nth(2).innerText()).toMatch(/\$14\.99\s+\$13\.99\s+44 views, no sale\s+Applied/);
  const mine = lines.filter(({ remoteId }) => remoteId === "etsy-0");
  const net = mine.reduce((sum, { amount, fee }) => sum + amount - fee, 0);
  await open(`${root}/listings?q=Clock`);
  const row = page.getByRole("row").filter({ hasText: "Clock Repair Tables" });
  const cells = await row.filter({ hasText: "Etsy" }).getByRole("cell").allTextContents();
  expect(cells).toEqual(expect.arrayContaining(["40", "3", money(net)]));
  const silent = await row.filter({ hasText: "Gumroad" }).getByRole("cell").allTextContents();
  expect(silent.filter((text) => text === "not reported")).toHaveLength(2);
}, 60_000);

test("all of it is accessible in both themes and fits a phone", async () => {
  expect(await problemsOn([root, `${root}?view=table`, `${root}/listings`, `${root}/listings/1`])).toEqual(
    [],
  );
}, 120_000);

test("without a sale the screens say so, and a platform by hand counts as connected", async () => {
  await openShop([]);
  await page.getByText("No sales in the last 30 days.").waitFor();
  expect(await figure("Net revenue").innerText()).toContain("Nothing to compare yet");
  await open(`${root}/revenue`);
  await page.getByRole("heading", { name: "No sales in the last 30 days" }).waitFor();
  await page.getByText("12 listings are live. Sales show up here within an hour.").waitFor();
  expect(await problemsOn([root, `${root}/revenue`])).toEqual([]);
  expect(browser.foreign).toEqual([]);
}, 240_000);

async function problemsOn(paths: string[]): Promise<string[]> {
  const problems: string[] = [];
  for (const path of paths) {
    await open(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    problems.push(...(await problemsOf(page, path)));
  }
  return problems;
}
