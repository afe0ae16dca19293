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
});
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
    const env = { ...process.env, PORT: String(await freePort()), DEMO_DIR: dir };
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
  const rested = (expected: number) =>
    waitFor(
      async () => {
        const all = z.array(listing).parse(await get("/listings?limit=100"));
        return all.length === expected && all.every(({ status }) => status !== "pending") ? all : null;
      },
      240_000,
      async () =>
        JSON.stringify(
          z
            .array(listing)
            .parse(await get("/listings?limit=100"))
            .filter(({ status }) => status === "pending"),
        ),
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
  }, 300_000);

  it("names both sizes in that action, takes the smaller edition, and lists it", async () => {
    const [asked] = z.array(action).parse(await get("/actions"));
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
    expect(all.every(({ status }) => status === "listed")).toBe(true);
    const { etsy } = await books();
    expect(etsy.listings).toHaveLength(14);
    expect(etsy.listings.every(({ files }) => files.every(({ size }) => size <= 20_000_000))).toBe(true);
  }, 300_000);

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
