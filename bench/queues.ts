import { Client } from "pg";
import { startPostgres } from "../tests/support/postgres";
import type { Contestant, Load } from "./queue/contestant";
import { graphileWorker } from "./queue/graphile";
import { pgBoss } from "./queue/pg-boss";
import { product } from "./queue/product";

const ROUNDS = 5;
const WAITING = 10_000;
const RESTING = 30_000;
const CONNECTIONS = 4;

const loads: (Load & { goals: { rival: string; median: number; least: number }[] })[] = [
  {
    batch: 1,
    workers: 4,
    count: 400,
    goals: [
      { rival: "pg-boss", median: 6, least: 0 },
      { rival: "graphile-worker", median: 1.3, least: 0 },
    ],
  },
  { batch: 10, workers: 2, count: 2_000, goals: [] },
  { batch: 100, workers: 2, count: 6_000, goals: [{ rival: "pg-boss", median: 5, least: 3.5 }] },
];

/**
 * `npm run bench -- queues`: claim and finish by the product's own store against the newest pg-boss and graphile-worker
 * that run on Node 20. What is the same for all: one Postgres that waits for the disk at each commit, one process, the
 * same connections and workers, 10,000 jobs waiting, vacuumed and analysed before each round, rounds interleaved.
 *
 * What is not the same. The product does more: a claim reads the listing and its manual (about 3 kB) and is fenced; a
 * finish writes the listing (six indexes), looks for a price change and an open question, and writes the journal. It
 * does so by the verbs and ends of the engine: one listing a worker as on Etsy, a batch as for paste kits (which end in
 * an action instead of a live listing). The rivals' jobs are ids; graphile-worker deletes a job that is done, pg-boss
 * marks it. pg-boss keeps priorities, states and retries of each queue; graphile-worker wakes by notifications and
 * keeps named queues. `same rows` is pg-boss with the reads and writes that a program using it would need here.
 */
export async function benchQueues(): Promise<void> {
  const server = await startPostgres({ durable: true });
  const url = server.url("postgres");
  const ours = await product(url, { connections: CONNECTIONS, waiting: WAITING, resting: RESTING });
  const boss = { connections: CONNECTIONS, listings: RESTING };
  const contestants = [
    ours,
    await pgBoss(url, { ...boss, alone: true }),
    await pgBoss(url, { ...boss, alone: false }),
    await graphileWorker(url, CONNECTIONS),
  ];
  const admin = new Client({ connectionString: url });
  await admin.connect();
  try {
    for (const load of loads) {
      const speeds = new Map<Contestant, number[]>(contestants.map((one) => [one, []]));
      for (let round = 0; round < ROUNDS; round += 1)
        for (const one of contestants) {
          await one.fill(WAITING);
          await admin.query("checkpoint");
          speeds.get(one)?.push(await one.run(load));
        }
      console.log(`\nClaim and finish, batch ${load.batch}, ${load.workers} workers`);
      console.table(
        contestants.map((one) => {
          const ratios = sorted(
            (speeds.get(one) ?? []).map((speed, at) => (speeds.get(ours)?.[at] ?? 0) / speed),
          );
          return {
            queue: one.name,
            "jobs/s (median)": Math.round(median(speeds.get(one) ?? [])),
            "product / this: least": ratios[0]?.toFixed(2),
            median: median(ratios).toFixed(2),
            most: ratios.at(-1)?.toFixed(2),
            goal: judged(load.goals, one.name, ratios),
          };
        }),
      );
    }
  } finally {
    await admin.end();
    for (const one of contestants) await one.close();
    await server.stop();
  }
}

/** A goal is about a rival's queue alone. */
function judged(goals: (typeof loads)[number]["goals"], name: string, ratios: number[]): string {
  const goal = goals.find(({ rival }) => name.startsWith(rival) && !name.includes("same rows"));
  if (!goal) return "";
  const met = median(ratios) >= goal.median && (ratios[0] ?? 0) >= goal.least;
  return `${goal.median}x${goal.least > 0 ? `, least ${goal.least}x` : ""}: ${met ? "met" : "missed"}`;
}

function median(values: number[]): number {
  return sorted(values)[Math.floor(values.length / 2)] ?? 0;
}

function sorted(values: number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
