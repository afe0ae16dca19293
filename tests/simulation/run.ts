import { parseArgs } from "node:util";
import { openDb } from "@/db/client";
import { startPostgres } from "../support/postgres";
import { runHistory } from "./history";
import { inMemory } from "./memory";
import type { Outcome } from "./outcome";
import { onPostgres } from "./postgres";

/**
 * `npm run simulate -- --histories 100000`, `-- --postgres --histories 1000`, or `-- --seed 41` to replay one with its
 * journal. The first history that breaks a promise is printed with its seed and journal; exit code 1.
 */
const { values } = parseArgs({
  options: {
    histories: { type: "string", default: "100000" },
    seed: { type: "string" },
    postgres: { type: "boolean", default: false },
  },
});

const first = Number(values.seed ?? 1);
const count = values.seed === undefined ? Number(values.histories) : 1;
const opened = values.postgres ? await openPostgres() : null;
const backing = opened?.backing ?? inMemory;
const began = Date.now();
const sums = { events: 0, fenced: 0 };
const faults = new Map<string, number>();
let broken: Outcome | null = null;
for (let seed = first; seed < first + count && !broken; seed += 1) {
  const outcome = await runHistory(seed, backing, { keepTrace: values.seed !== undefined });
  sums.events += outcome.events;
  sums.fenced += outcome.fenced;
  for (const [name, times] of outcome.faults) faults.set(name, (faults.get(name) ?? 0) + times);
  if (outcome.violations.length > 0 || values.seed !== undefined) broken = outcome;
}
if (broken) {
  const { trace } = await runHistory(broken.seed, backing);
  console.log(trace.join("\n"));
  console.log(`seed ${broken.seed}: ${broken.violations.join("; ") || "no violation"}`);
}
console.log(
  `${count} histories ${values.postgres ? "on Postgres" : "in memory"}, ${sums.events} events, ${sums.fenced} stale writes fenced off, ${Math.round((Date.now() - began) / 1000)} s`,
);
console.log([...faults].map(([name, times]) => `${name} ${times}`).join(", "));
await opened?.close();
process.exit(broken && broken.violations.length > 0 ? 1 : 0);

async function openPostgres() {
  const server = await startPostgres();
  const { db, close } = await openDb({
    driver: "pg",
    url: server.url("postgres"),
    dataDir: "",
    migrate: true,
  });
  return {
    backing: await onPostgres(db),
    close: async () => {
      await close();
      await server.stop();
    },
  };
}
