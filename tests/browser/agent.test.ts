import { eq } from "drizzle-orm";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type OpenedDb, openDb } from "@/db/client";
import { agentRuns } from "@/db/schema/runs";
import { openBrowser, type TestBrowser } from "../support/browser";
import { type FreshDatabase, freshDatabase } from "../support/database";
import { type ProductServer, removeData } from "../support/server";
import { problemsOf } from "./look";
import { goTo, signIn, startWithOwner } from "./person";

const root = "/passive-income/agent";
const minute = 60_000;
const noCounts = { listed: 0, synced: 0, timed_out: 0, prices: 0, actions: 0 };

let database: FreshDatabase;
let opened: OpenedDb;
let server: ProductServer;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  database = await freshDatabase();
  opened = await openDb({ url: database.url, driver: "pg", dataDir: "", migrate: false, maxConnections: 1 });
  [server, browser] = await Promise.all([startWithOwner({ databaseUrl: database.url }), openBrowser()]);
  page = await browser.visit();
  await signIn(page, server.url);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await opened?.close();
  await database?.drop();
  if (server) removeData(server.dataDir);
});

const see = (text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: 30_000 });
const open = (path: string) => page.goto(`${server.url}${root}${path}`);
const table = () => page.getByRole("region", { name: "Table of runs" });
const cells = (row: number) => table().getByRole("row").nth(row).getByRole("cell").allTextContents();

/** A run that began so many minutes ago; it took 42 seconds unless it goes on. @returns its id. */
async function addRun(minutesAgo: number, change: Partial<typeof agentRuns.$inferInsert> = {}) {
  const createdAt = new Date(Date.now() - minutesAgo * minute);
  const finishedAt = new Date(createdAt.getTime() + 42_000);
  const values = { task: "run-agent", trigger: "schedule", status: "finished", counts: noCounts };
  const times = { createdAt, startedAt: createdAt, finishedAt, leaseUntil: finishedAt };
  const [made] = await opened.db
    .insert(agentRuns)
    .values({ ...values, ...times, ...change })
    .returning({ id: agentRuns.id });
  return z.object({ id: z.number() }).parse(made).id;
}

/** What is wrong with a screen below the root. */
async function problems(path: string): Promise<string[]> {
  await open(path);
  return problemsOf(page, path);
}

test("before the first run the screen says so", async () => {
  await opened.db.delete(agentRuns);
  await goTo(page, "Agent");
  await see("No runs yet");
  expect(await problems("")).toEqual([]);
}, 60_000);

test("Run agent starts one, and the list shows how it ended without a reload", async () => {
  await page.getByRole("button", { name: "Run agent" }).click();
  await see("Agent started.");
  await table().getByRole("row").filter({ hasText: "Finished" }).waitFor({ timeout: 30_000 });
  expect((await cells(1)).slice(0, 3)).toEqual(["Whole cycle", "A person", "Finished"]);
}, 60_000);

test("each run shows its counts in the order of the tasks, newest first, page by page", async () => {
  for (let run = 0; run < 35; run += 1) await addRun(4 * 60 - run);
  const counts = { listed: 12, synced: 48, timed_out: 1, prices: 3, actions: 2 };
  const error = "Etsy did not answer.";
  await addRun(2, { status: "problems", task: "auto-list", trigger: "button", counts, error });
  await open("");
  const heads = [
    "Started",
    "Task",
    "By",
    "Result",
    "Listed",
    "Synced",
    "Timed out",
    "Prices",
    "Actions",
    "Took",
  ];
  expect(await table().getByRole("columnheader").allTextContents()).toEqual(heads);
  expect(await cells(1)).toEqual([
    ...["List what is ready", "A person", "Finished with problems"],
    ...["12", "48", "1", "3", "2", "42 s"],
  ]);
  await see("30 runs shown");
  await page.getByRole("link", { name: "Next" }).click();
  await see("7 runs shown");
  await page.getByRole("link", { name: "First page" }).click();
  await see("30 runs shown");
  await open("?cursor=of-nothing");
  await page.waitForURL(`${server.url}${root}`);
  expect(await problems("")).toEqual([]);
}, 120_000);

test("one run tells what each task did and what went wrong", async () => {
  await open("");
  await table().getByRole("link").first().click();
  await page.getByRole("heading", { level: 1, name: /^Run \d+$/ }).waitFor();
  const did = page.getByRole("region", { name: "What it did" });
  expect(await did.getByRole("definition").allTextContents()).toEqual(["12", "48", "1", "3", "2"]);
  await see("Etsy did not answer. What was left is done by the next run.");
  await see("42 s");
  expect(await problems(new URL(page.url()).pathname.slice(root.length))).toEqual([]);
}, 60_000);

test("a run that goes on is followed to its end, be it the newest or another one", async () => {
  const leaseUntil = new Date(Date.now() + 10 * minute);
  const going = { status: "running", finishedAt: null, leaseUntil, done: 5, total: 12 };
  const one = await addRun(0, { ...going, task: "sync-sales" });
  await addRun(0, { ...going, task: "adjust-prices" });
  await open(`/runs/${one}`);
  await see("Running");
  await see("5 of 12");
  const end = { status: "finished", finishedAt: new Date(), counts: { ...noCounts, synced: 6 } };
  await opened.db.update(agentRuns).set(end).where(eq(agentRuns.id, one));
  const did = page.getByRole("region", { name: "What it did", exact: true });
  await did.getByText("6", { exact: true }).waitFor();
  await see("Finished");
}, 60_000);

test("a run whose server stopped is shown as failed", async () => {
  const dead = { status: "running", finishedAt: null, leaseUntil: new Date(Date.now() - minute) };
  await open(`/runs/${await addRun(5, { ...dead, task: "reconcile" })}`);
  await see("The server stopped. What was left is done by the next run.");
}, 60_000);

test.each(["999999", "0", "abc", "99999999999"])(
  "there is no run %s",
  async (id) => {
    await open(`/runs/${id}`);
    await page.getByRole("heading", { level: 1, name: "This page is not here" }).waitFor();
  },
  60_000,
);

test("no page spoke to another host, and no script broke", () => {
  expect(browser.foreign).toEqual([]);
  expect(browser.errors).toEqual([]);
});
