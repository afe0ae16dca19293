import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { makeSampleManuals } from "../tests/sandbox/manuals/make";
import { benchListings } from "./listings";
import { benchServer } from "./server";

/**
 * `npm run bench -- [pdf files]`: what PDF work costs the child and the server, and listings through their whole
 * life on both stand-ins. Without files the largest sample manual and, where it lies beside the product, a real
 * manual of 1,158 pages are taken. Stop other work first: only ratios within one run mean something.
 */
const scratch = mkdtempSync(join(tmpdir(), "bench-"));
const files = process.argv.slice(2);
if (files.length === 0) {
  const octave = resolve("../shared/manuals/octave.pdf");
  const samples = await makeSampleManuals(scratch);
  const largest = samples.find(({ fileName }) => fileName.startsWith("wood-finishing"));
  files.push(...(existsSync(octave) ? [octave] : []), ...(largest ? [largest.file] : []));
}
spawnSync(process.execPath, ["--import", "tsx", "bench/pdf.ts", ...files], { stdio: "inherit" });
const [first] = files;
if (first) await benchServer(first);
await benchListings();
rmSync(scratch, { recursive: true, force: true });
