import { spawn } from "node:child_process";
import path from "node:path";
import { type ChildAnswer, childAnswer } from "./answer";
import { PdfFailed, type PdfFailedCause, PdfRefused } from "./errors";
import { gate } from "./gate";
import type { PdfJob } from "./job";
import { pdfChildrenAtOnce } from "./limits";
import { residentMb } from "./memory";

const answerBytes = 64 * 1024;
const complaintCharacters = 2000;
const watchEveryMs = 50;
const enter = gate(pdfChildrenAtOnce);

/**
 * Runs one job in a child process of its own, bounded in time (milliseconds) and memory, and waits until that
 * process is gone, whatever happens.
 * @throws PdfRefused, PdfFailed.
 */
export function askChild(job: PdfJob, timeMs: number, signal?: AbortSignal): Promise<ChildAnswer> {
  return enter(async () => {
    if (signal?.aborted) throw failure("aborted", job, timeMs);
    const end = await runChild(job, timeMs, signal);
    if (end.killed) throw failure(end.killed, job, timeMs);
    return understood(end, job, timeMs);
  });
}

interface ChildEnd {
  output: string;
  /** The end of what it said on standard error. */
  complaint: string;
  code: number | null;
  endSignal: NodeJS.Signals | null;
  /** Why we killed it, if we did. */
  killed: PdfFailedCause | null;
}

function runChild(job: PdfJob, timeMs: number, signal?: AbortSignal): Promise<ChildEnd> {
  const child = spawn(process.execPath, childArguments(job.limits.heapMb), {
    cwd: root(),
    env: childEnvironment(),
    stdio: ["pipe", "pipe", "pipe"],
  });

  let output = "";
  let complaint = "";
  let killed: PdfFailedCause | null = null;
  const kill = (why: PdfFailedCause) => {
    killed ??= why;
    child.kill("SIGKILL");
  };
  const onAbort = () => kill("aborted");
  const timer = setTimeout(() => kill("time"), timeMs);
  const watch = setInterval(async () => {
    const megabytes = child.pid === undefined ? null : await residentMb(child.pid);
    if (megabytes !== null && megabytes > job.limits.memoryMb) kill("memory");
  }, watchEveryMs);
  signal?.addEventListener("abort", onAbort, { once: true });

  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    output += text;
    if (output.length > answerBytes) kill("crash");
  });
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    complaint = (complaint + text).slice(-complaintCharacters);
  });
  // A child that dies early closes its input; its end tells the story.
  child.stdin.on("error", () => {});
  child.stdin.end(JSON.stringify(job));

  return new Promise<ChildEnd>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, endSignal) => resolve({ output, complaint, code, endSignal, killed }));
  }).finally(() => {
    clearTimeout(timer);
    clearInterval(watch);
    signal?.removeEventListener("abort", onAbort);
  });
}

function root(): string {
  // Next's bundler would otherwise take every file of the project for a part of this one.
  return path.join(/* turbopackIgnore: true */ process.cwd());
}

function childArguments(heapMb: number): string[] {
  return [`--max-old-space-size=${heapMb}`, "--import", "tsx", path.join(root(), "lib", "pdf", "child.ts")];
}

/**
 * No secret of the server. Without the limit on arenas glibc keeps some 150 MB of freed pictures
 * (https://www.gnu.org/software/libc/manual/html_node/Memory-Allocation-Tunables.html).
 */
function childEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV, MALLOC_ARENA_MAX: "2" };
}

function understood(end: ChildEnd, job: PdfJob, timeMs: number): ChildAnswer {
  const answer = parsed(end.output);
  if (answer === null) throw failure(silentEnd(end), job, timeMs, end.complaint);
  if ("refused" in answer) throw refusal(answer, job);
  if ("failed" in answer) throw failure(answer.failed, job, timeMs, answer.words);
  return answer;
}

function parsed(output: string): ChildAnswer | null {
  try {
    return childAnswer.parse(JSON.parse(output));
  } catch {
    return null;
  }
}

/** The kernel's out-of-memory killer and the child's own guard send SIGKILL; V8 aborts when its heap is full. */
function silentEnd(end: ChildEnd): PdfFailedCause {
  const outOfMemory = end.endSignal === "SIGKILL" || end.endSignal === "SIGABRT" || end.code === 134;
  return outOfMemory ? "memory" : "crash";
}

function refusal(answer: Extract<ChildAnswer, { refused: string }>, job: PdfJob): PdfRefused {
  if (answer.refused !== "too_many_pages") return new PdfRefused(answer.refused);
  const pages = (answer.pages ?? 0).toLocaleString("en");
  const most = job.limits.pages.toLocaleString("en");
  return new PdfRefused("too_many_pages", `This PDF has too many pages: ${pages}, and ${most} is the most.`);
}

function failure(cause: PdfFailedCause, job: PdfJob, timeMs: number, words?: string): PdfFailed {
  const sentences: Record<PdfFailedCause, string> = {
    time: `Reading this PDF took longer than ${timeMs / 1000} seconds and was stopped.`,
    memory: `Reading this PDF needs more than ${job.limits.memoryMb} MB of memory and was stopped.`,
    crash: "The PDF reader broke on this file.",
    aborted: "Reading this PDF was called off.",
  };
  return new PdfFailed(cause, sentences[cause], words);
}
