import { readFileSync } from "node:fs";
import { eq, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type OpenedDb, openDb } from "@/db/client";
import { actionQueue } from "@/db/schema/actions";
import { openBrowser, type TestBrowser } from "../support/browser";
import { type FreshDatabase, freshDatabase } from "../support/database";
import { type Markets, openMarkets } from "../support/markets";
import { type ProductServer, removeData } from "../support/server";
import { waitFor } from "../support/wait";
import { manualFile } from "./files";
import { problemsOf } from "./look";
import { signIn, startWithOwner } from "./person";

const kitShape = z.object({
  form_url: z.string(),
  address_example: z.string(),
  steps: z.array(z.string()),
  fields: z.array(z.object({ name: z.string(), value: z.string() })),
  files: z.array(z.object({ name: z.string(), url: z.string() })),
});
const action = z
  .object({ id: z.number(), listing_id: z.number(), context: z.object({ kit: kitShape }) })
  .transform(({ context, ...row }) => ({ ...row, ...context.kit }));
type Kit = z.infer<typeof action>;
const titles = ["Knots in Tables", "Ovens in Tables", "Wheels in Tables"];

let database: FreshDatabase;
let opened: OpenedDb;
let markets: Markets;
let server: ProductServer;
let browser: TestBrowser;
let page: Page;
let kits: Kit[];

beforeAll(async () => {
  database = await freshDatabase();
  opened = await openDb({ url: database.url, driver: "pg", dataDir: "", migrate: false, maxConnections: 1 });
  markets = await openMarkets();
  const options = { origins: markets.origins, databaseUrl: database.url };
  [server, browser] = await Promise.all([startWithOwner(options), openBrowser()]);
  page = await browser.visit({ permissions: ["clipboard-read", "clipboard-write"] });
  await signIn(page, server.url);
  kits = await makeKits();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await markets?.close();
  await opened?.close();
  await database?.drop();
  if (server) removeData(server.dataDir);
});

const see = (text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: 60_000 });
const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
const open = (id: number) => page.goto(`${server.url}/passive-income/actions/${id}`);
const answer = () => page.getByLabel("Address of the live product");
const textOf = (kit: Kit, name: string) => kit.fields.find((one) => one.name === name)?.value ?? "";

const kitOf = (index: number) => z.custom<Kit>(Boolean).parse(kits[index]);

async function problems(id: number): Promise<string[]> {
  await open(id);
  return problemsOf(page, `kit ${id}`);
}

async function change({ id }: Kit, values: PgUpdateSetSource<typeof actionQueue>): Promise<void> {
  await opened.db.update(actionQueue).set(values).where(eq(actionQueue.id, id));
}

/** Payhip switched on without any key, and a kit for each manual. */
async function makeKits() {
  await server.call("POST", "/platforms/3/activate");
  for (const [index, title] of titles.entries()) {
    const { name, buffer } = await manualFile(title, index + 1);
    const form = new FormData();
    form.set("rights", "own_work");
    form.set("file", new Blob([new Uint8Array(buffer)]), name);
    expect((await server.call("POST", "/manuals", form)).status).toBe(201);
  }
  return waitFor(async () => {
    const all = z.array(action).safeParse((await server.call("GET", "/actions")).body).data ?? [];
    return all.length === titles.length ? all : null;
  }, 90_000);
}

/** The seller fills in Payhip's form, at a price that may differ from the kit. @returns the product's address. */
async function sellOnPayhip(title: string, price: number): Promise<string> {
  const product = await markets.doors.payhip("POST", "product", { title, price, currency: "USD" });
  return z.object({ product_permalink: z.string() }).parse(product).product_permalink;
}

const read = async (id: number) => (await server.call("GET", `/actions/${id}`)).body;

test("the kit shows the way, the form in a window of its own, and each file under its name", async () => {
  const kit = kitOf(0);
  await open(kit.id);
  for (const step of kit.steps) await see(step);
  const form = page.getByRole("link", { name: "Open Payhip’s form" });
  expect(await form.getAttribute("href")).toBe(kit.form_url);
  expect(await form.getAttribute("target")).toBe("_blank");
  expect(await form.getAttribute("rel")).toBe("noreferrer");
  expect(kit.files.length).toBeGreaterThan(1);
  for (const { name, url } of kit.files) {
    const arrives = page.waitForEvent("download");
    await page.getByRole("link", { name: new RegExp(`^${name} .*MB Download$`) }).click();
    const download = await arrives;
    expect(download.suggestedFilename()).toBe(name);
    const answered = await fetch(server.url + url, { headers: { authorization: `Bearer ${server.token}` } });
    expect(readFileSync(await download.path())).toEqual(Buffer.from(await answered.arrayBuffer()));
  }
  expect(await problems(kit.id)).toEqual([]);
}, 120_000);

test("each text is copied as it stands, by button and by keys, and the copying is announced", async () => {
  const kit = kitOf(0);
  await open(kit.id);
  for (const [key, name] of Object.entries({ t: "title", p: "price", d: "description", g: "tags" })) {
    const word = name.charAt(0).toUpperCase() + name.slice(1);
    await press(`Copy ${word}`);
    await page.locator("[aria-live=polite]").getByText(`${word} copied`).waitFor();
    expect(await clipboard()).toBe(textOf(kit, name));
    await page.evaluate(() => navigator.clipboard.writeText("nothing"));
    await page.keyboard.press("c");
    await page.keyboard.press(key);
    await expect.poll(clipboard).toBe(textOf(kit, name));
  }
  await page.evaluate(() => navigator.clipboard.writeText("of before"));
  await answer().pressSequentially("ct");
  await page.keyboard.press("Control+c");
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("t");
  expect(await clipboard()).toBe("of before");
  expect(await answer().inputValue()).toBe("ct");
}, 120_000);

test("a text is counted against the limit where the platform names one", async () => {
  const kit = kitOf(0);
  expect(await page.getByText(/ of \d+ characters/).count()).toBe(0);
  // The title is the first field of the form.
  await change(kit, { context: sql`jsonb_set(context, '{kit,fields,0,max}', '10')` });
  await open(kit.id);
  await see("15 of 10 characters");
}, 60_000);

test("a deadline that is near is amber, one that is today is red, and both say when", async () => {
  const kit = kitOf(0);
  for (const [hours, tone] of [
    [13 * 24, null],
    [47, "text-warning"],
    [11, "text-danger"],
  ] as const) {
    await change(kit, { expiresAt: new Date(Date.now() + hours * 3_600_000) });
    await open(kit.id);
    const shown = page.getByRole("article").getByText(/^Due /);
    expect((await shown.innerText()).length).toBeGreaterThan("Due ".length);
    const found = /text-(warning|danger)/.exec((await shown.getAttribute("class")) ?? "")?.[0] ?? null;
    expect(found).toBe(tone);
  }
}, 60_000);

test("an address of somewhere else is refused beside the field and stays there", async () => {
  const kit = kitOf(0);
  await open(kit.id);
  await press("Mark as listed");
  await see("Paste the address first.");
  await see(`It looks like ${kit.address_example}`);
  await answer().fill("https://example.org/b/AbCd");
  await press("Mark as listed");
  await page.locator("#answer-error").getByText("not the address of a product on Payhip").waitFor();
  expect(await answer().getAttribute("aria-describedby")).toContain("answer-error");
  expect(await answer().getAttribute("aria-invalid")).toBe("true");
  expect(await answer().inputValue()).toBe("https://example.org/b/AbCd");
  expect(await read(kit.id)).toMatchObject({ status: "pending" });
}, 60_000);

test("an answer is taken with a warning when the page shows another price, and what it showed is kept", async () => {
  const kit = kitOf(0);
  const address = await sellOnPayhip("Knots of Ann", 777);
  await answer().fill(address);
  await answer().press("Enter");
  const article = page.getByRole("article");
  const warning = /Payhip shows \$7\.77, the kit says/;
  await page.locator("[data-sonner-toast]").getByText(warning).waitFor();
  await article.getByText(warning).waitFor();
  await article.getByText("Knots of Ann", { exact: true }).waitFor();
  await article.getByText("7.77 USD").waitFor();
  expect(await article.getByRole("link", { name: address }).getAttribute("href")).toBe(address);
  expect(page.url()).toBe(`${server.url}/passive-income/actions/${kit.id}`);
  expect(await page.getByRole("button", { name: "Mark as listed" }).count()).toBe(0);
  const { body } = await server.call("GET", "/listings");
  expect(body).toContainEqual(expect.objectContaining({ id: kit.listing_id, status: "listed" }));
  expect(await problems(kit.id)).toEqual([]);
}, 120_000);

test("an answer whose page shows the price of the kit is good", async () => {
  const kit = kitOf(1);
  const price = Math.round(Number(textOf(kit, "price")) * 100);
  await open(kit.id);
  await answer().fill(await sellOnPayhip(titles[1] ?? "", price));
  await press("Mark as listed");
  await see("Answered. The agent goes on.");
  await see("The page is there and shows the price of the kit.");
}, 60_000);

test("what is left undone or ran out can be asked again", async () => {
  const kit = kitOf(2);
  await open(kit.id);
  await press("Will not do");
  await see("Left undone. What waited for it is paused.");
  await open(kit.id);
  await see("You will not do this");
  expect(await problems(kit.id)).toEqual([]);
  await press("Reopen");
  await see("This action waits for you again.");
  await answer().waitFor();
  await change(kit, { expiresAt: new Date(Date.now() - 60_000) });
  const headers = { authorization: `Bearer ${server.cronSecret}` };
  expect((await fetch(`${server.url}/api/cron/expire-actions`, { headers })).status).toBe(200);
  await open(kit.id);
  await see("This action ran out. You can still do it.");
  await press("Reopen");
  await answer().waitFor();
  expect(await read(kit.id)).toMatchObject({ status: "pending" });
}, 120_000);

test("no page spoke to another host, and no script broke", () => {
  expect(browser.foreign).toEqual([]);
  expect(browser.errors).toEqual([]);
});
