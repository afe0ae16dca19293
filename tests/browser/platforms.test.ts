import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { openDb } from "@/db/client";
import { addPerson, password } from "../doors/people";
import { openBrowser, type TestBrowser } from "../support/browser";
import { type FreshDatabase, freshDatabase } from "../support/database";
import { credentialsOf, type Markets, openMarkets } from "../support/markets";
import { type ProductServer, removeData } from "../support/server";
import { waitFor } from "../support/wait";
import { manualFile } from "./files";
import { problemsOf } from "./look";
import { goTo, signIn, startWithOwner } from "./person";

const root = "/passive-income/platforms";
const platform = z.looseObject({
  name: z.string(),
  total_revenue: z.number(),
  webhook_url: z.string().nullable(),
});

let database: FreshDatabase;
let markets: Markets;
let server: ProductServer;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  database = await freshDatabase();
  markets = await openMarkets();
  const options = { origins: markets.origins, databaseUrl: database.url };
  [server, browser] = await Promise.all([startWithOwner(options), openBrowser()]);
  page = await browser.visit({ permissions: ["clipboard-read", "clipboard-write"] });
  await signIn(page, server.url);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await markets?.close();
  await database?.drop();
  if (server) removeData(server.dataDir);
});

const see = (text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: 60_000 });
const said = (text: string | RegExp) =>
  page.locator("[data-sonner-toast]").getByText(text).first().waitFor({ timeout: 60_000 });
const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
const card = (name: string) => page.getByRole("article").filter({ hasText: name });
const region = (name: string) => page.getByRole("region", { name, exact: true });
const open = (path: string) => page.goto(`${server.url}${root}${path}`);
const read = async (name: string) => {
  const all = z.array(platform).parse((await server.call("GET", "/platforms")).body);
  return z
    .instanceof(Object)
    .pipe(platform)
    .parse(all.find((one) => one.name === name));
};

async function problems(path: string): Promise<string[]> {
  await open(path);
  return problemsOf(page, path);
}

test("a platform that is filled by hand is switched on and off without any key", async () => {
  await goTo(page, "Platforms");
  await card("Payhip").getByText("By hand", { exact: true }).waitFor();
  await card("Payhip").getByText("Arrive by webhook").waitFor();
  expect(await page.getByRole("link", { name: /^Connect / }).allTextContents()).toEqual([
    "Connect Etsy",
    "Connect Gumroad",
  ]);
  await card("Payhip").getByRole("button", { name: "Activate Payhip" }).click();
  await said("Payhip is active. Your ready manuals are next.");
  await card("Payhip").getByRole("button", { name: "Deactivate" }).click();
  await said("Listing on Payhip is off.");
  await card("Payhip").getByRole("link", { name: "How it works" }).click();
  await see("No connection is needed.");
  await press("Activate Payhip");
  await region("Listing").getByText("On", { exact: true }).waitFor();
}, 120_000);

test("the owner copies the address for the platform's reports, and a report to it is taken", async () => {
  await see("Payhip > Settings > Developer > Webhooks: paste this address and tick “paid” and “refunded”.");
  await press("Copy address");
  await said("Address copied");
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(address).toMatch(new RegExp(`^${server.url}/api/webhooks/payhip/[\\w-]{20,}$`));
  expect(address).toBe((await read("payhip")).webhook_url);
  await markets.doors.payhip("POST", "webhooks", { urls: address, events: ["paid", "refunded"] });
  const product = { title: "Knots", price: 1000, currency: "USD" };
  const { product_key } = z
    .object({ product_key: z.string() })
    .parse(await markets.doors.payhip("POST", "product", product));
  await markets.doors.payhip("POST", "sale", { product_key });
  await waitFor(async () => ((await read("payhip")).total_revenue > 0 ? true : null), 30_000);
  await open("/payhip");
  const { total_revenue } = await read("payhip");
  await region("Sales")
    .getByText(`$${total_revenue.toFixed(2)}`)
    .waitFor();
}, 120_000);

test("an optional key is only asked for once it is given, refused in words, and tested when it works", async () => {
  await press("Test and save");
  await see("Enter it first. Without it nothing changes.");
  await page.getByLabel("API key").fill("a-key-that-nobody-has");
  await press("Test and save");
  await page.getByRole("main").getByRole("alert").getByText("Payhip does not accept this API key.").waitFor();
  await see("Listing by hand goes on without it.");
  const { api_key } = z
    .object({ api_key: z.string() })
    .parse(await markets.doors.payhip("POST", "token", {}));
  await page.getByLabel("API key").fill(api_key);
  await press("Test and save");
  await region("Key (optional)").getByText("Connected", { exact: true }).waitFor();
  await press("Test");
  await said("Connected to Payhip.");
  await region("Listing").getByText("By hand", { exact: true }).waitFor();
}, 120_000);

test("Test asks the platform again with the stored keys, and says when they are no longer good", async () => {
  await server.call("POST", "/platforms/2/configure", await credentialsOf(markets, "gumroad"));
  await open("/gumroad");
  await press("Test");
  await said("Connected to Northlight Manuals.");
  await markets.doors.gumroad("POST", "faults", { kind: "error_before", status: 401, times: 20 });
  await press("Test");
  await page
    .locator("[data-sonner-toast][data-type=error]")
    .getByText(/Gumroad/)
    .waitFor();
  await markets.doors.gumroad("DELETE", "faults");
}, 120_000);

test("sales are read at once, the net follows, and a platform in trouble is told in words", async () => {
  await server.call("POST", "/platforms/2/configure", await credentialsOf(markets, "gumroad"));
  await server.call("POST", "/platforms/2/activate");
  const product = await listOnGumroad();
  await open("/gumroad");
  await region("Sales").getByText("Never", { exact: true }).waitFor();
  await press("Sync sales now");
  await said("No new sales.");
  await region("Sales").getByText("Read", { exact: true }).waitFor();
  expect(await region("Sales").getByText("Never", { exact: true }).count()).toBe(0);
  await markets.doors.gumroad("POST", "sale", { product_id: product });
  await waitFor(async () => {
    await press("Sync sales now");
    await page.getByRole("button", { name: "Sync sales now" }).waitFor();
    return (await read("gumroad")).total_revenue > 0 ? true : null;
  }, 30_000);
  const net = `$${(await read("gumroad")).total_revenue.toFixed(2)}`;
  await region("Sales").getByText(net).waitFor();
  await markets.doors.gumroad("POST", "faults", { match: { path: "/v2/sales" }, kind: "html", times: 50 });
  await press("Sync sales now");
  await region("Sales").getByText("Could not be read").waitFor();
  await region("Sales")
    .getByText(/Gumroad/)
    .first()
    .waitFor();
  await open("");
  await card("Gumroad").getByText(net).waitFor();
  expect(await problems("")).toEqual([]);
  expect(await problems("/gumroad")).toEqual([]);
  await markets.doors.gumroad("DELETE", "faults");
}, 240_000);

test("the page of a platform by hand is accessible and fits a phone", async () => {
  expect(await problems("/payhip")).toEqual([]);
}, 60_000);

test.each(["operator", "viewer"] as const)(
  "a person who is %s sees no webhook address",
  async (role) => {
    const { db, close } = await openDb({ url: database.url, dataDir: "", migrate: false, maxConnections: 1 });
    const email = `${role}@example.org`;
    await addPerson({ db }, email, role);
    await close();
    const other = await browser.visit();
    await signIn(other, server.url, { name: "Ann", email, password });
    await other.goto(`${server.url}${root}/payhip`);
    await other.getByRole("region", { name: "Listing" }).waitFor();
    expect(await other.getByText("Webhook address").count()).toBe(0);
    const buttons = await other.getByRole("main").getByRole("button").allTextContents();
    expect(buttons).toEqual(role === "viewer" ? [] : ["Deactivate", "Test", "Test and save"]);
    await other.context().close();
  },
  60_000,
);

test("no page spoke to another host, and no script broke", () => {
  expect(browser.foreign).toEqual([]);
  expect(browser.errors).toEqual([]);
});

/** A manual that is live there. @returns its product. */
async function listOnGumroad(): Promise<string> {
  const { name, buffer } = await manualFile("Knots in Tables", 1);
  const form = new FormData();
  form.set("rights", "own_work");
  form.set("file", new Blob([new Uint8Array(buffer)]), name);
  expect((await server.call("POST", "/manuals", form)).status).toBe(201);
  const product = await waitFor(
    async () => (await markets.gumroadBooks()).products.find(({ published }) => published) ?? null,
    90_000,
  );
  const rows = z.array(z.looseObject({ platform_id: z.number(), status: z.string() }));
  await waitFor(async () => {
    const all = rows.parse((await server.call("GET", "/listings")).body);
    return all.some(({ platform_id, status }) => platform_id === 2 && status === "listed") ? true : null;
  }, 60_000);
  return product.id;
}
