import { and, eq } from "drizzle-orm";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenedDb, openDb } from "@/db/client";
import { platformListings } from "@/db/schema/listings";
import { platforms } from "@/db/schema/platforms";
import { settings } from "@/db/schema/workspace";
import { type Line, seedShop, titles } from "../queries/shop";
import { openBrowser, type TestBrowser } from "../support/browser";
import { type FreshDatabase, freshDatabase } from "../support/database";
import { type ProductServer, removeData } from "../support/server";
import { problemsOf } from "./look";
import { signIn, startWithOwner } from "./person";

const root = "/passive-income";
const [title = ""] = titles;
const address = "https://payhip.com/b/AbCd1";

let database: FreshDatabase;
let opened: OpenedDb;
let server: ProductServer;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  database = await freshDatabase();
  opened = await openDb({ url: database.url, driver: "pg", dataDir: "", migrate: true, maxConnections: 1 });
  await seedShop(opened.db, new Date(), sales(new Date()));
  [server, browser] = await Promise.all([startWithOwner({ databaseUrl: database.url }), openBrowser()]);
  page = await browser.visit();
  await signIn(page, server.url);
  await opened.db.update(settings).set({ agentEnabled: true });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await opened?.close();
  await database?.drop();
  if (server) removeData(server.dataDir);
});

/** One sale at the first moment of the last seven days, one a millisecond before it; in UTC. */
function sales(now: Date): Line[] {
  const first = Date.parse(now.toISOString().slice(0, 10)) - 6 * 86_400_000;
  const line = (id: string, at: number): Line => ({
    ...{ platform: "payhip", ago: 7, type: "sale", id, row: 0, amount: 2598, fee: 170, quantity: 1 },
    ...{ currency: "USD", basis: "estimated", remoteId: "payhip-0", title },
    at: new Date(at).toISOString(),
  });
  return [line("in", first), line("out", first - 1)];
}

async function payhip(change: { status: string; isActive?: boolean }): Promise<number> {
  const { db } = opened;
  const [platform] = await db.select().from(platforms).where(eq(platforms.name, "payhip"));
  const platformId = platform?.id ?? 0;
  await db
    .update(platforms)
    .set({ isActive: change.isActive ?? true })
    .where(eq(platforms.id, platformId));
  const [listing] = await db
    .update(platformListings)
    .set({ status: change.status, platformUrl: change.status === "pending" ? null : address })
    .where(and(eq(platformListings.platformId, platformId), eq(platformListings.title, title)))
    .returning({ id: platformListings.id });
  return listing?.id ?? 0;
}

const open = (path: string) => page.goto(`${server.url}${root}${path}`);
const row = () => page.getByRole("row").filter({ hasText: title }).filter({ hasText: "Payhip" });

test("what waits to be listed by hand asks for no connection", async () => {
  await payhip({ status: "pending" });
  await open("/listings");
  await row().getByText("Waiting for its turn.").waitFor();
  expect(await page.getByRole("link", { name: "Connect Payhip" }).count()).toBe(0);
}, 60_000);

test("what waits while its platform is off says so", async () => {
  await payhip({ status: "pending", isActive: false });
  await open("/listings");
  await row().getByText("Listing on Payhip is off.").waitFor();
  expect(await row().getByRole("link", { name: "Activate it" }).getAttribute("href")).toBe(
    `${root}/platforms/payhip`,
  );
}, 60_000);

test("a listing made by hand shows its address, is accessible in both themes and fits a phone", async () => {
  const id = await payhip({ status: "active" });
  await open(`/listings/${id}`);
  await page.getByText(address, { exact: true }).waitFor();
  expect(await page.getByRole("link", { name: "Open on Payhip" }).getAttribute("href")).toBe(address);
  expect(await problemsOf(page, address)).toEqual([]);
}, 60_000);

test("the newest entries and the CSV file have the days of the sum, and no part of the day before", async () => {
  await open("/revenue?days=7");
  expect(await page.getByRole("region", { name: "Sum", exact: true }).innerText()).toContain("1 sale");
  const entries = page.getByRole("region", { name: "Table of entries" }).getByRole("row");
  expect(await entries.count()).toBe(2);
  const csv = await fetch(`${server.api}/revenue.csv?days=7`, {
    headers: { authorization: `Bearer ${server.token}` },
  });
  expect((await csv.text()).match(/,in,|,out,/g)).toEqual([",in,"]);
  expect(browser.errors).toEqual([]);
  expect(browser.foreign).toEqual([]);
}, 60_000);
