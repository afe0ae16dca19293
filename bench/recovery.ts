import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { openDb } from "@/db/client";
import { rows } from "@/db/rows";
import type { App } from "@/lib/app";
import { folderStorage } from "@/lib/storage";
import { buildIfNeeded } from "../bin/build";
import { seedManual, testApp } from "../tests/support/app";
import { credentialsOf } from "../tests/support/markets";
import { startPostgres } from "../tests/support/postgres";
import { type ProductServer, removeData, smallTiming, startProduct } from "../tests/support/server";
import { waitFor } from "../tests/support/wait";
import { standIns } from "./stand-ins";

const ROUNDS = 5;
/** Manuals of one measurement. */
const MANUALS = 10;
const FAULT_MS = 1_500;
const timing = { ...smallTiming, lease_ms: 4_000 };
const faults: Record<string, string> = {
  "429": "rate_limited",
  "5xx": "error_after",
  timeout: "timeout_before",
  reset: "reset_after",
};

/**
 * `npm run bench -- recovery`: the real server (production build, small waits, no request budgets) on both stand-ins.
 * Listings a second of Etsy with Gumroad switched off and with Gumroad never answering; and of both through their whole
 * life, before the faults of a round and one lease after each kind of fault on every call ended. Five interleaved rounds.
 */
export async function benchRecovery(): Promise<void> {
  buildIfNeeded(process.cwd());
  const markets = await standIns();
  const postgres = await startPostgres();
  const databaseUrl = postgres.url("postgres");
  const server = await startProduct({
    origins: markets.origins,
    databaseUrl,
    env: { AGENT_TIMING: JSON.stringify(timing) },
  });
  const { db, close } = await openDb({ url: databaseUrl, dataDir: "", migrate: false });
  const storage = folderStorage(join(server.dataDir, "files"));
  const app = await testApp(db, markets.origins, { storage });
  try {
    for (const [index, name] of (["etsy", "gumroad"] as const).entries()) {
      await server.call("POST", `/platforms/${index + 1}/configure`, await credentialsOf(markets, name));
      await server.call("POST", `/platforms/${index + 1}/activate`);
    }
    await server.call("PATCH", "/settings", { agent_enabled: true });
    await throughput(server, app);
    await besideHung(server, app, markets.doors);
    await afterFaults(server, app, markets.doors);
  } finally {
    await close();
    await server.stop();
    app.remove();
    removeData(server.dataDir);
    await postgres.stop();
    markets.stop();
  }
}

type Doors = Awaited<ReturnType<typeof standIns>>["doors"];

async function afterFaults(server: ProductServer, app: App, doors: Doors): Promise<void> {
  const before: number[] = [];
  const after = new Map<string, number[]>(Object.keys(faults).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    before.push(await throughput(server, app));
    for (const [name, kind] of Object.entries(faults)) {
      for (const door of Object.values(doors)) await strike(door, kind);
      await plant(server, app, MANUALS / 2);
      await sleep(FAULT_MS);
      for (const door of Object.values(doors)) await door("DELETE", "faults");
      await sleep(timing.lease_ms);
      after.get(name)?.push(await throughput(server, app));
    }
  }
  console.log("\nListings a second through their whole life, before a fault and one lease after it");
  console.table(
    [...after].map(([fault, speeds]) => ({
      fault,
      "before (median)": median(before).toFixed(1),
      "after (median)": median(speeds).toFixed(1),
      "after / before: least, median, most": spread(
        speeds.map((speed, round) => speed / (before[round] ?? 0)),
      ),
    })),
  );
}

/** Etsy's throughput, with Gumroad switched off and with Gumroad on and silent. */
async function besideHung(server: ProductServer, app: App, doors: Doors): Promise<void> {
  const alone: number[] = [];
  const beside: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await server.call("POST", "/platforms/2/deactivate");
    alone.push(await throughput(server, app, 1));
    await server.call("POST", "/platforms/2/activate");
    await atRest(server, app);
    await strike(doors.gumroad, "timeout_before");
    beside.push(await throughput(server, app, 1));
    await doors.gumroad("DELETE", "faults");
    await atRest(server, app);
  }
  console.log("\nListings a second on Etsy, with Gumroad switched off and with Gumroad never answering");
  console.table([
    {
      "off (median)": median(alone).toFixed(1),
      "hung (median)": median(beside).toFixed(1),
      "hung / off: least, median, most": spread(beside.map((speed, round) => speed / (alone[round] ?? 0))),
    },
  ]);
}

function strike(door: Doors[keyof Doors], kind: string): Promise<unknown> {
  return door("POST", "faults", { random: { seed: 1, rate: 1, kinds: [kind] } });
}

/** Listings a second of some new manuals, all platforms or one, from the call that starts the agent to the last one listed. */
async function throughput(server: ProductServer, app: App, platformId?: number): Promise<number> {
  if (platformId === undefined) await atRest(server, app);
  const before = await count(app, platformId);
  const begun = await plant(server, app, MANUALS);
  const wanted = before.listed + MANUALS * (platformId === undefined ? 2 : 1);
  for (;;) {
    const { listed } = await count(app, platformId);
    if (listed >= wanted) return ((listed - before.listed) / (performance.now() - begun)) * 1000;
    if (performance.now() - begun > 120_000)
      throw new Error(`listed ${listed} of ${wanted}\n${server.output()}`);
    await sleep(20);
  }
}

let planted = 0;

/** @returns when the agent was started. */
async function plant(server: ProductServer, app: App, manuals: number): Promise<number> {
  for (let n = 0; n < manuals; n += 1) {
    planted += 1;
    await seedManual(app, `Recovery ${planted}`);
  }
  const begun = performance.now();
  await server.call("POST", "/agent/run");
  return begun;
}

/** Nothing is left to list and no run is open. */
async function atRest(server: ProductServer, app: App): Promise<void> {
  const rest = async () => {
    const { left } = await count(app);
    if (left > 0) await server.call("POST", "/agent/run");
    return left === 0 ? true : null;
  };
  await waitFor(rest, 120_000, async () => JSON.stringify(await count(app)));
}

const counted = z.object({ listed: z.number(), left: z.number() });

async function count(app: App, platformId: number | null = null) {
  const [row] = rows(
    await app.db.execute(sql`select
      (select count(*)::int from platform_listings where status in ('listed', 'active') and platform_id = coalesce(${platformId}, platform_id)) as listed,
      (select count(*) from listing_work)::int + (select count(*) from listing_outbox)::int
        + (select count(*) from agent_runs where status in ('queued', 'running'))::int as left`),
    counted,
  );
  return row ?? { listed: 0, left: 0 };
}

function spread(values: number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return [sorted[0], median(values), sorted.at(-1)].map((value) => value?.toFixed(2)).join(", ");
}

function median(values: number[] = []): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
