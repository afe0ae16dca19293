import { readFileSync } from "node:fs";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDb } from "@/db/client";
import { type Line, seedShop } from "../queries/shop";
import { openBrowser, type TestBrowser } from "../support/browser";
import { type FreshDatabase, freshDatabase } from "../support/database";
import { type ProductServer, removeData } from "../support/server";
import { problemsOf } from "./look";
import { signIn, startWithOwner } from "./person";

const address = "/passive-income/revenue";
const addresses = [address, `${address}?days=365`, `${address}?days=90&view=table`];

let database: FreshDatabase;
let server: ProductServer;
let browser: TestBrowser;
let page: Page;
let lines: Line[];

beforeAll(async () => {
  database = await freshDatabase();
  const { db, close } = await openDb({ url: database.url, driver: "pg", dataDir: "", migrate: true });
  lines = await seedShop(db, new Date());
  await close();
  [server, browser] = await Promise.all([startWithOwner({ databaseUrl: database.url }), openBrowser()]);
  page = await browser.visit();
  await signIn(page, server.url);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
  if (server) removeData(server.dataDir);
});

const open = (path: string) => page.goto(`${server.url}${path}`);
const region = (name: string) => page.getByRole("region", { name, exact: true });
const money = (cents: number, symbol = "$") =>
  `${cents < 0 ? "\u2212" : ""}${symbol}${(Math.abs(cents) / 100).toLocaleString("en-US", { minimumFractionDigits: 2 })}`;

/** Sums of the seeded lines, added up here. */
function sums(days: number, is: (line: Line) => boolean = () => true, currency = "USD") {
  const from = new Date(Date.now() - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  const chosen = lines.filter(
    (line) => line.currency === currency && line.at.slice(0, 10) >= from && is(line),
  );
  const sum = (of: (line: Line) => number) => chosen.reduce((total, line) => total + of(line), 0);
  const gross = sum(({ type, amount }) => (type === "sale" ? amount : 0));
  const refunds = sum(({ type, amount }) => (type === "sale" ? 0 : -amount));
  const fees = sum(({ fee }) => fee);
  const units = sum(({ type, quantity }) => (type === "sale" ? quantity : 0));
  return { gross, refunds, fees, units, net: gross - refunds - fees };
}

async function cells(row: string): Promise<string[]> {
  const found = region("Table by platform").getByRole("row").filter({ hasText: row });
  return found.getByRole("cell").allTextContents();
}

test.each([7, 30, 90, 365])(
  "the sum of %d days and each platform's part equal the ledger",
  async (days) => {
    await open(`${address}?days=${days}`);
    const total = sums(days);
    const equation = await region("Sum").innerText();
    for (const amount of [total.gross, total.fees, total.refunds, total.net])
      expect(equation).toContain(money(amount));
    expect(equation).toContain(`${total.units.toLocaleString("en-US")} sales`);
    for (const [shown, name] of [
      ["Etsy", "etsy"],
      ["Gumroad", "gumroad"],
      ["Payhip", "payhip"],
    ] as const) {
      const part = sums(days, ({ platform }) => platform === name);
      const [units, gross, fees, rate, refunds, net] = await cells(shown);
      expect([units, gross, net]).toEqual([
        part.units.toLocaleString("en-US"),
        money(part.gross),
        money(part.net),
      ]);
      expect([fees, refunds]).toEqual([money(-part.fees), money(part.refunds === 0 ? 0 : -part.refunds)]);
      expect(Number.parseFloat(rate ?? "")).toBeCloseTo((100 * part.fees) / part.gross, 0);
    }
    expect((await cells("Total")).slice(0, 2)).toEqual([
      total.units.toLocaleString("en-US"),
      money(total.gross),
    ]);
  },
  60_000,
);

test("a span that the ledger does not cover is not compared with", async () => {
  await open(`${address}?days=90`);
  expect(await region("Sum").innerText()).toMatch(/[\d.]+%\s+vs \d+ \S+–\d+ \S+/);
  await open(`${address}?days=365`);
  expect(await region("Sum").innerText()).toMatch(/The ledger begins on \d+ \S+ \d{4}/);
}, 60_000);

test("the chart has a bar for each day and is the same as its table; a day of refunds lies below zero", async () => {
  await open(address);
  const chart = page.getByRole("figure", { name: "Net by day" });
  const titles = await chart.locator("svg > title").allTextContents();
  expect(titles).toHaveLength(30);
  await page.getByRole("link", { name: "Show as table" }).click();
  await page.getByRole("link", { name: "Show as chart" }).waitFor();
  expect(page.url()).toContain("view=table");
  const rows = region("Table of net by day").getByRole("row");
  expect(await rows.count()).toBe(31);
  const nets = await rows.locator("td:last-child").allTextContents();
  expect(nets.toReversed()).toEqual(titles.map((title) => /: (\S+)/.exec(title)?.[1]));
  const [worst] = lines.filter(({ ago }) => ago === 5).map(({ amount, fee }) => amount - fee);
  expect(nets[5]).toBe(money(worst ?? 0));
  expect(worst).toBeLessThan(0);
}, 60_000);

test("long ranges are put together, and an address that makes no sense shows the usual one", async () => {
  for (const [path, name, most] of [
    ["?days=90", "Net by week", 14],
    ["?days=365", "Net by month", 13],
    ["?days=365&by=week", "Net by week", 54],
    ["?days=0x10&by=hour&view=7&currency=%00", "Net by day", 30],
    ["?days=-1&days=2", "Net by day", 30],
  ] as const) {
    await open(`${address}${path}`);
    const bars = page.getByRole("figure", { name, exact: true }).locator("svg > title");
    expect(await bars.count(), path).toBeGreaterThan(most - 3);
    expect(await bars.count(), path).toBeLessThanOrEqual(most);
  }
}, 60_000);

test("other currencies stand beside the sum, and what is estimated says so", async () => {
  await open(address);
  const euros = sums(30, undefined, "EUR");
  await page.getByText(/\d+ entries are estimated\./).waitFor();
  await page.getByRole("link", { name: `${money(euros.net, "€")} net in EUR` }).click();
  await page.waitForURL(/currency=EUR/);
  await region("Sum").getByText(money(euros.gross, "€")).waitFor();
  expect(await region("Sum").innerText()).not.toContain("$");
}, 60_000);

test("the newest entries link to their listing, show refunds below zero, and say what fits no listing", async () => {
  await open(address);
  const rows = region("Table of entries").getByRole("row");
  expect(await rows.count()).toBe(21);
  expect(await rows.filter({ hasText: "An old bundle" }).innerText()).toContain("Not matched to a listing");
  const link = await rows.getByRole("link", { name: "Clock Repair Tables" }).first().getAttribute("href");
  expect(link).toMatch(/\/listings\/\d+$/);
  expect(await rows.filter({ hasText: "Refund" }).first().innerText()).toContain("\u2212$12.99");
}, 60_000);

test("the CSV file has the lines of the range and the currency", async () => {
  await open(`${address}?days=90`);
  const link = page.getByRole("link", { name: "Download CSV" });
  expect(await link.getAttribute("href")).toBe("/api/passive-income/revenue.csv?days=90&currency=USD");
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(download.suggestedFilename()).toBe("revenue.csv");
  const csv = readFileSync(await download.path(), "utf8");
  const since = new Date(Date.now() - 90 * 86_400_000).toISOString();
  const expected = lines.filter(({ at, currency }) => currency === "USD" && at >= since);
  expect(csv.trim().split("\r\n")).toHaveLength(expected.length + 1);
}, 60_000);

test("the screen is accessible in both themes and fits a phone, as chart and as table", async () => {
  const problems: string[] = [];
  for (const path of addresses) {
    await open(path);
    await page.getByRole("heading", { level: 1, name: "Revenue" }).waitFor();
    problems.push(...(await problemsOf(page, path)));
  }
  expect(problems).toEqual([]);
  expect(browser.foreign).toEqual([]);
}, 120_000);
