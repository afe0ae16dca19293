import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openAsBlob, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { smallEdition } from "../sandbox/manuals/make";
import { door } from "../support/markets";
import { freePort } from "../support/server";
import { waitFor } from "../support/wait";

const listing = z.object({
  id: z.number(),
  platform_id: z.number(),
  manual_id: z.number(),
  status: z.string(),
  title: z.string(),
  error_message: z.string().nullable(),
});
const action = z.object({
  id: z.number(),
  action_type: z.string(),
  input_type: z.string(),
  description: z.string(),
  listing_id: z.number().nullable(),
  status: z.string(),
});
const entry = z.object({
  platform_id: z.number(),
  listing_id: z.number().nullable(),
  transaction_type: z.string(),
});
/** Etsy and Gumroad: Payhip's are made by hand. */
const byApi = (all: unknown) =>
  z
    .array(listing)
    .parse(all)
    .filter(({ platform_id }) => platform_id !== 3);
const etsyBooks = z.object({
  listings: z.array(
    z.object({
      state: z.string(),
      title: z.string(),
      files: z.array(z.object({ size: z.number() })),
      images: z.array(z.unknown()),
      price: z.number(),
    }),
  ),
});
const gumroadBooks = z.object({
  products: z.array(
    z.object({
      published: z.boolean(),
      deleted: z.boolean(),
      price: z.number(),
      files: z.array(z.unknown()),
      buyer_page: z.array(z.unknown()),
      covers: z.array(z.unknown()),
    }),
  ),
});

describe("npm run demo", () => {
  const dir = mkdtempSync(join(tmpdir(), "demo-"));
  let demo: ChildProcess;
  let output = "";
  let base = "";
  let cookie = "";

  const get = async (path: string) =>
    (await fetch(`${base}/api/passive-income${path}`, { headers: { cookie } })).json();
  const open = async () => {
    const env = { ...process.env, PORT: String(await freePort()), DEMO_DIR: dir, DEMO_BUYER_MS: "1500" };
    output = "";
    demo = spawn(process.execPath, ["--import", "tsx", "bin/demo.ts"], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [demo.stdout, demo.stderr])
      stream?.on("data", (chunk) => {
        output += chunk;
      });
    const link = await waitFor(
      async () => /Sign in: (\S+)/.exec(output)?.[1] ?? null,
      120_000,
      async () => output,
    );
    base = new URL(link).origin;
    const answer = await fetch(link, { redirect: "manual" });
    expect(answer.status).toBe(303);
    cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
  };
  const close = (signal: NodeJS.Signals) =>
    new Promise<void>((done) => {
      demo.once("exit", () => done());
      demo.kill(signal);
    });
  const books = async () => {
    const { etsy, gumroad } = z
      .object({ etsy: z.string(), gumroad: z.string() })
      .parse(JSON.parse(readFileSync(join(dir, "marketplaces.json"), "utf8")));
    return {
      etsy: etsyBooks.parse(await door(etsy)("GET", "books")),
      gumroad: gumroadBooks.parse(await door(gumroad)("GET", "books")),
    };
  };
  /** Listings made by API, once none of them is under way. */
  const rested = (expected: number) =>
    waitFor(
      async () => {
        const all = byApi(await get("/listings?limit=100"));
        return all.length === expected && all.every(({ status }) => status !== "pending") ? all : null;
      },
      240_000,
      async () =>
        JSON.stringify(byApi(await get("/listings?limit=100")).filter(({ status }) => status === "pending")),
    );

  beforeAll(open, 180_000);
  afterAll(async () => {
    await close("SIGTERM");
    rmSync(dir, { recursive: true, force: true });
  });

  it("opens the overview with the printed link, lists every sample manual on both stand-ins, and asks about the one that is too large", async () => {
    const overview = await fetch(`${base}/passive-income`, { headers: { cookie } });
    expect(overview.status).toBe(200);
    expect(await overview.text()).toContain("Overview");
    const all = await rested(28);
    const waiting = all.filter(({ status }) => status !== "listed" && status !== "active");
    expect(waiting.map(({ platform_id, status }) => [platform_id, status])).toEqual([[1, "action_required"]]);
    const { etsy, gumroad } = await books();
    expect(etsy.listings.map(({ state, files, images }) => [state, files.length, images.length > 1])).toEqual(
      Array(13).fill(["active", 1, true]),
    );
    expect(etsy.listings.every(({ price }) => price >= 499)).toBe(true);
    const live = gumroad.products.filter(({ deleted }) => !deleted);
    expect(
      live.map(({ published, files, buyer_page, covers }) => [
        published,
        files.length,
        buyer_page.length,
        covers.length > 1,
      ]),
    ).toEqual(Array(14).fill([true, 1, 1, true]));
    expect(live.every(({ price }) => price >= 499)).toBe(true);
  }, 300_000);

  it("names both sizes in that action, takes the smaller edition, and lists it", async () => {
    const asked = z
      .array(action)
      .parse(await get("/actions?limit=100"))
      .find(({ action_type }) => action_type === "provide_data");
    expect(asked).toMatchObject({ action_type: "provide_data", input_type: "file" });
    expect(asked?.description).toContain("20 MB");
    expect(asked?.description).toMatch(/2\d\.\d MB/);
    const small = await smallEdition(join(dir, "small"));
    const form = new FormData();
    form.set("response", await openAsBlob(small.file), basename(small.file));
    const answer = await fetch(`${base}/api/passive-income/actions/${asked?.id}/resolve`, {
      method: "POST",
      body: form,
      headers: { cookie, origin: base },
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    const all = await rested(28);
    expect(all.every(({ status }) => status === "listed" || status === "active")).toBe(true);
    const { etsy } = await books();
    expect(etsy.listings).toHaveLength(14);
    expect(etsy.listings.every(({ files }) => files.every(({ size }) => size <= 20_000_000))).toBe(true);
  }, 300_000);

  it("makes a kit of every manual for Payhip, of which three come back with an address", async () => {
    const kits = await waitFor(async () => {
      const all = z.array(action).parse(await get("/actions?status=all&limit=100"));
      const made = all.filter(({ action_type }) => action_type === "manual_listing");
      return made.length === 14 && made.filter(({ status }) => status === "completed").length === 3
        ? made
        : null;
    }, 60_000);
    expect(kits.filter(({ status }) => status === "pending")).toHaveLength(11);
  }, 120_000);

  it("sells and refunds: what the buyers did arrives in the revenue of all three", async () => {
    const rows = await waitFor(
      async () => {
        const found = z.array(entry).parse(await get("/revenue/entries?limit=100"));
        const sold = new Set(
          found.filter((one) => one.transaction_type === "sale").map((one) => one.platform_id),
        );
        return sold.size === 3 && found.some((one) => one.transaction_type === "refund") ? found : null;
      },
      300_000,
      async () => JSON.stringify(await get("/platforms")),
    );
    expect(rows.every(({ listing_id }) => listing_id !== null)).toBe(true);
    const revenue = z
      .object({
        total_gross: z.number(),
        total_fees: z.number(),
        total_refunds: z.number(),
        total_revenue: z.number(),
      })
      .parse(await get("/revenue?days=7"));
    const { total_gross, total_fees, total_refunds, total_revenue } = revenue;
    expect(total_gross).toBeGreaterThan(0);
    expect(total_revenue).toBeCloseTo(total_gross - total_fees - total_refunds, 9);
  }, 360_000);

  it("goes on where it was after a kill, on the same stand-ins", async () => {
    const before = await books();
    await close("SIGKILL");
    await open();
    expect(await rested(28)).toHaveLength(28);
    const after = await books();
    expect(after.etsy.listings).toHaveLength(before.etsy.listings.length);
    expect(after.gumroad.products).toHaveLength(before.gumroad.products.length);
  }, 300_000);
});
