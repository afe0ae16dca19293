import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { FORM, KEY, SHOP } from "./shop";

const dir = mkdtempSync(join(tmpdir(), "sandbox-serve-"));
const readySchema = z.object({ etsy: z.url(), gumroad: z.url() });
let child: ChildProcess | undefined;

afterAll(() => {
  child?.kill("SIGKILL");
  rmSync(dir, { recursive: true, force: true });
});

/** Starts the command on free ports; resolves with its one line of addresses. */
async function serve(): Promise<z.infer<typeof readySchema>> {
  const args = ["--import", "tsx", "tests/sandbox/serve.ts", "--dir", dir, "--profile", "open"];
  const started = spawn(process.execPath, [...args, "--etsy", "0", "--gumroad", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  child = started;
  const line = await new Promise<string>((resolve, reject) => {
    started.stdout.once("data", (bytes) => resolve(String(bytes)));
    started.once("exit", (code) => reject(new Error(`ended with ${code}`)));
  });
  return readySchema.parse(JSON.parse(line));
}

const ended = (): Promise<number | null> =>
  new Promise((resolve) => child?.once("exit", (code) => resolve(code)));

async function control(url: string, method: string, route: string) {
  return Object(await (await fetch(`${url}/__control/${route}`, { method })).json());
}

test("a killed stand-in has lost no draft that it answered, and SIGTERM ends it well", async () => {
  const first = await serve();
  expect((await fetch(`${first.gumroad}/__control/books`)).status).toBe(200);
  const { access_token } = await control(first.etsy, "POST", "token");
  const headers = { "x-api-key": KEY, authorization: `Bearer ${access_token}` };
  // The stand-in's year, so that the range of when_made fits whenever this runs.
  const when_made = `2020_${new Date().getUTCFullYear()}`;
  const answered: number[] = [];
  const killed = ended();
  const work = async () => {
    for (let n = 0; n < 400; n++) {
      const body = new URLSearchParams({ ...FORM, when_made });
      const path = `/v3/application/shops/${SHOP}/listings`;
      const reply = await fetch(first.etsy + path, { method: "POST", headers, body }).catch(() => undefined);
      if (reply === undefined) return;
      const made = await reply.json().catch(() => undefined);
      if (made !== undefined) answered.push(Object(made).listing_id);
      if (answered.length === 60) child?.kill("SIGKILL");
    }
  };
  await Promise.all([work(), work(), work()]);
  await killed;
  expect(answered.length).toBeGreaterThanOrEqual(60);

  const second = await serve();
  const { listings } = await control(second.etsy, "GET", "books");
  const kept = new Set(listings.map((listing: object) => Object(listing).listing_id));
  expect(answered.filter((listing) => !kept.has(listing))).toEqual([]);
  const exit = ended();
  child?.kill("SIGTERM");
  expect(await exit).toBe(0);
});
