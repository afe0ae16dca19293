import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { makeSampleManuals } from "../tests/sandbox/manuals/make";
import { benchListings } from "./listings";
import { benchQueues } from "./queues";
import { benchRecovery } from "./recovery";
import { benchServer } from "./server";

/**
 * `npm run bench [-- part ...]`: `pdf` what PDF work costs the child and the server (the largest sample manual and,
 * where it lies beside the product, a real manual of 1,158 pages), `listings` their whole life on both stand-ins,
 * `queues` claim and finish against other queues, `recovery` throughput after faults and beside a hung platform.
 * Without parts all of them.
 * Stop other work first: only ratios within one run mean something.
 */
const parts: Record<string, () => Promise<void>> = {
  pdf: benchPdf,
  listings: benchListings,
  queues: benchQueues,
  recovery: benchRecovery,
};
const wanted = process.argv.slice(2);
for (const [name, part] of Object.entries(parts))
  if (wanted.length === 0 || wanted.includes(name)) await part();

async function benchPdf(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "bench-"));
  const octave = resolve("../shared/manuals/octave.pdf");
  const samples = await makeSampleManuals(scratch);
  const largest = samples.find(({ fileName }) => fileName.startsWith("wood-finishing"));
  const files = [...(existsSync(octave) ? [octave] : []), ...(largest ? [largest.file] : [])];
  spawnSync(process.execPath, ["--import", "tsx", "bench/pdf.ts", ...files], { stdio: "inherit" });
  const [first] = files;
  if (first) await benchServer(first);
  rmSync(scratch, { recursive: true, force: true });
}
