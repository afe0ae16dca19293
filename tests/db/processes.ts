import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

/** A script of this folder in a process of its own, ended with the test at the latest. */
export interface Script {
  pid: number;
  /** Lines of its output so far. */
  lines: string[];
  /** The next line that fits; rejects when it ends without one. */
  says(pattern: RegExp): Promise<string>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export function script(name: string, ...args: string[]): Script {
  const file = join(import.meta.dirname, `${name}.ts`);
  const child = spawn(process.execPath, ["--import", "tsx", file, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const over = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    for (const wake of waiting) wake();
  });
  onTestFinished(() => end(child, over, "SIGKILL"));
  return {
    pid: child.pid ?? 0,
    lines,
    says: async (pattern) => {
      for (let seen = 0; ; ) {
        const found = lines.slice(seen).find((line) => pattern.test(line));
        if (found !== undefined) return found;
        seen = lines.length;
        const more = new Promise<"more">((resolve) => waiting.add(() => resolve("more")));
        const next = await Promise.race([more, over]);
        if (next !== "more" && lines.length === seen) throw new Error(`${name} ended: ${lines.join(" | ")}`);
      }
    },
    kill: (signal = "SIGKILL") => end(child, over, signal),
  };
}

async function end(child: ChildProcess, over: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  await over;
}

/** A new folder, removed with the test. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pid-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
