import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import type { ChildAnswer } from "./answer";
import { checkEnds } from "./child/ends";
import { engineOutOfMemory, limitEngine } from "./child/engine-memory";
import { guardSelf } from "./child/guard";
import { Refusal } from "./child/refusal";
import { type PdfJob, pdfJob } from "./job";

/**
 * The process that touches the file. It gets one job on standard input, says one line of JSON, and ends.
 * Only `process.ts` starts it; nothing of it may be imported by the server.
 */
async function main(): Promise<void> {
  const job = pdfJob.parse(JSON.parse(readFileSync(0, "utf8")));
  guardSelf(job);
  limitEngine(job.limits.engineMb);
  const done = await answerTo(job);
  const answer: ChildAnswer = engineOutOfMemory()
    ? { failed: "memory", words: JSON.stringify(done).slice(0, 500) }
    : done;
  writeSync(1, `${JSON.stringify(answer)}\n`);
  process.exit(0);
}

async function answerTo(job: PdfJob): Promise<ChildAnswer> {
  const fd = openSync(job.file, "r");
  try {
    checkEnds(fd);
    // Loaded late: the engine and the picture library take a second that a web page named .pdf need not wait for.
    if (job.task === "inspect") {
      const { inspect } = await import("./child/inspect");
      const inspection = await inspect(fd, job.limits);
      return { inspection: { ...inspection, peakMb: peakMb() } };
    }
    const { read } = await import("./child/read");
    const facts = await read(fd, job);
    return { facts: { ...facts, peakMb: peakMb() } };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.kind, pages: error.pages };
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { failed: "crash", words: words.slice(0, 500) };
  } finally {
    closeSync(fd);
  }
}

/**
 * Peak resident memory. Where /proc exists it is asked: `maxRSS` also counts what the server had when it started us
 * (https://man7.org/linux/man-pages/man2/getrusage.2.html, "preserved across execve").
 */
function peakMb(): number {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (peak) return Math.round(Number(peak) / 1024);
  } catch {
    // No /proc on this system.
  }
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

await main();
