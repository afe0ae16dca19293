import "./production";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { askHolder } from "@/db/lock";
import { linkReply } from "@/lib/commands";
import { env } from "@/lib/env";
import { messageOf } from "@/lib/errors";
import { ask } from "./ask";
import { buildIfNeeded } from "./build";
import type { FillInput } from "./fill-demo";
import { serve } from "./serve";

/**
 * `npm run demo`: the whole product on stand-in marketplaces. It lives in `.data/demo` and goes on where it was;
 * `npm run demo -- --fresh` empties it first.
 */
async function demo(): Promise<void> {
  const root = process.cwd();
  const dir = resolve(process.env.DEMO_DIR ?? ".data/demo");
  if (process.argv.includes("--fresh")) await emptyDemo(dir);
  mkdirSync(dir, { recursive: true });
  const markets = await standIns(dir);
  const token = randomBytes(32).toString("base64url");
  Object.assign(process.env, {
    DEMO: "1",
    DATA_DIR: dir,
    API_TOKEN: token,
    ETSY_API_URL: markets.etsy,
    ETSY_TOKEN_URL: `${markets.etsy}/v3/public/oauth/token`,
    GUMROAD_API_URL: markets.gumroad,
    PAYHIP_URL: markets.payhip,
  });
  const { appUrl } = env();
  if (buildIfNeeded(root).built) console.log("Built.");
  const server = await serve(root);
  const { link } = linkReply.parse(await ask("demo-sign-in-link"));
  console.log(`\nPassive Income Dashboard (demo): ${appUrl}/passive-income`);
  console.log(`Sign in: ${link}`);
  console.log(
    `The marketplaces are stand-ins on this computer: Etsy ${markets.etsy}, Gumroad ${markets.gumroad}, Payhip ${markets.payhip}`,
  );
  console.log(`A buyer comes every ${BUYER_MS / 1000} seconds; sales are read every 15 seconds.`);
  console.log("Stop with Ctrl+C. The next start goes on from here; `npm run demo -- --fresh` begins anew.");
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      endProcess(markets.pid);
      void server.close().finally(() => process.exit(0));
    });
  }
  fillInBackground({ api: `${appUrl}/api/passive-income`, token, markets, dir: join(dir, "manuals") });
}

/** A process of its own: making the sample manuals would hold up the server. */
function fillInBackground(input: FillInput): void {
  const child = spawn(process.execPath, ["--import", "tsx", "bin/fill-demo.ts"], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  child.stdin?.end(JSON.stringify(input));
}

/** How often somebody buys, looks or asks for money back. */
const BUYER_MS = Number(process.env.DEMO_BUYER_MS ?? 12_000);

const names = ["etsy", "gumroad", "payhip"] as const;
const running = z.object({ etsy: z.url(), gumroad: z.url(), payhip: z.url(), pid: z.number().int() });
type StandIns = z.infer<typeof running>;

/** The stand-ins of an earlier demo if they still answer, else new ones on the same books and, if free, the same ports. */
async function standIns(dir: string): Promise<StandIns> {
  const file = join(dir, "marketplaces.json");
  const before = existsSync(file)
    ? running.safeParse(JSON.parse(readFileSync(file, "utf8"))).data
    : undefined;
  if (before && (await answers(before))) return before;
  const ports = names.map((name) => (before ? new URL(before[name]).port : "0"));
  const anyPorts = names.map(() => "0");
  const made = (await startStandIns(dir, ports)) ?? (await startStandIns(dir, anyPorts));
  if (!made)
    throw new Error(`The stand-in marketplaces did not start. ${join(dir, "marketplaces.log")} says why.`);
  writeFileSync(file, JSON.stringify(made));
  return made;
}

/** A process of its own: it outlives a killed server, as a marketplace does. Null when it ends at once. */
function startStandIns(dir: string, ports: string[]): Promise<StandIns | null> {
  const log = openSync(join(dir, "marketplaces.log"), "a");
  const args = [
    "--import",
    "tsx",
    "tests/sandbox/serve.ts",
    "--dir",
    join(dir, "marketplaces"),
    "--profile",
    "real",
    "--established",
    "--buyers",
    String(BUYER_MS),
    ...names.flatMap((name, index) => [`--${name}`, ports[index] ?? "0"]),
  ];
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ["ignore", "pipe", log],
  });
  return new Promise((done) => {
    let text = "";
    child.once("exit", () => done(null));
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      if (!text.includes("\n")) return;
      child.unref();
      child.stdout?.destroy();
      done(running.parse({ ...JSON.parse(text.slice(0, text.indexOf("\n"))), pid: child.pid }));
    });
  });
}

async function answers(markets: StandIns): Promise<boolean> {
  const replies = await Promise.all(
    names.map((name) => fetch(`${markets[name]}/__control/calls`).catch(() => null)),
  );
  return replies.every((reply) => reply?.ok);
}

/** @throws Error when a demo is running on it. */
async function emptyDemo(dir: string): Promise<void> {
  if (existsSync(dir) && (await askHolder(dir, { name: "demo-sign-in-link", args: {} })) !== null) {
    throw new Error("A demo is running. Stop it first, then begin anew.");
  }
  const file = join(dir, "marketplaces.json");
  const before = existsSync(file)
    ? running.safeParse(JSON.parse(readFileSync(file, "utf8"))).data
    : undefined;
  if (before && (await answers(before))) endProcess(before.pid);
  rmSync(dir, { recursive: true, force: true });
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // it has ended already
  }
}

demo().catch((error) => {
  console.error(messageOf(error));
  process.exit(1);
});
