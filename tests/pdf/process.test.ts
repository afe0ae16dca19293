import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { gate } from "@/lib/pdf/gate";
import { pdfLimits } from "@/lib/pdf/limits";
import { inspectPdf } from "@/lib/pdf/pdf";
import { workFolder } from "./make";

const folder = workFolder();
const linux = existsSync("/proc/self/status");

/** Opening a pipe that nobody writes to blocks for ever: a reader that is stuck. */
function stuckFile(name: string): string {
  const file = path.join(folder.path, name);
  execFileSync("mkfifo", [file]);
  return file;
}

function readers(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const isChild = new RegExp(`^PPid:\\s+${parent}$`, "m").test(
          readFileSync(`/proc/${pid}/status`, "utf8"),
        );
        return isChild && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("lib/pdf/child.ts");
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function until(true_: () => boolean, withinMs: number): Promise<boolean> {
  for (let waited = 0; waited < withinMs; waited += 50) {
    if (true_()) return true;
    await sleep(50);
  }
  return true_();
}

describe.skipIf(!linux)("the reader's process (needs /proc, skipped elsewhere)", () => {
  it("is killed at its time limit, with an error of its own, and leaves no process", async () => {
    const limits = { ...pdfLimits, inspectMs: 1500 };
    await expect(inspectPdf(stuckFile("slow.pdf"), { limits })).rejects.toEqual(
      expect.objectContaining({
        name: "PdfFailed",
        cause: "time",
        message: expect.stringContaining("1.5 seconds"),
      }),
    );
    expect(readers(process.pid)).toEqual([]);
  });

  it("is killed when the caller calls it off", async () => {
    const controller = new AbortController();
    const work = inspectPdf(stuckFile("off.pdf"), { limits: pdfLimits, signal: controller.signal });
    const outcome = expect(work).rejects.toEqual(
      expect.objectContaining({ name: "PdfFailed", cause: "aborted" }),
    );
    expect(await until(() => readers(process.pid).length === 1, 5000)).toBe(true);
    controller.abort();
    await outcome;
    expect(readers(process.pid)).toEqual([]);
  });

  it("is not started for a caller that has already called it off", async () => {
    const work = inspectPdf(stuckFile("never.pdf"), { limits: pdfLimits, signal: AbortSignal.abort() });
    await expect(work).rejects.toEqual(expect.objectContaining({ cause: "aborted" }));
  });

  it("gets nothing of the server's environment but PATH and NODE_ENV", async () => {
    process.env.PDF_TEST_SECRET = "must-not-be-seen";
    const controller = new AbortController();
    const work = inspectPdf(stuckFile("env.pdf"), { limits: pdfLimits, signal: controller.signal }).catch(
      () => {},
    );
    await until(() => readers(process.pid).length === 1, 5000);
    const names = readFileSync(`/proc/${readers(process.pid)[0]}/environ`, "utf8")
      .split("\0")
      .map((entry) => entry.split("=")[0])
      .filter(Boolean);
    controller.abort();
    await work;
    delete process.env.PDF_TEST_SECRET;
    expect(names.sort()).toEqual(["MALLOC_ARENA_MAX", "NODE_ENV", "PATH"]);
  });

  it("ends by itself, even when stuck, once its server is gone", async () => {
    const job = JSON.stringify({
      task: "inspect",
      file: stuckFile("orphan.pdf"),
      out: "",
      fileName: "",
      limits: pdfLimits,
    });
    const server = spawn(
      process.execPath,
      [
        "-e",
        `const { spawn } = require("node:child_process");
         const child = spawn(process.execPath, ["--import", "tsx", "lib/pdf/child.ts"], { stdio: ["pipe", "ignore", "ignore"] });
         child.stdin.end(process.argv[1]);
         process.stdout.write(String(child.pid));
         setInterval(() => {}, 1000);`,
        job,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const pid = Number(await new Promise((resolve) => server.stdout.once("data", resolve)));
    const alive = () => existsSync(`/proc/${pid}`);
    await sleep(2000);
    expect(alive()).toBe(true);
    server.kill("SIGKILL");
    expect(await until(() => !alive(), 5000)).toBe(true);
  });
});

describe("gate", () => {
  it("runs two at once, the others in their order, and goes on after a failure", async () => {
    const enter = gate(2);
    const order: string[] = [];
    let running = 0;
    let most = 0;
    const work = (name: string, fails = false) =>
      enter(async () => {
        order.push(name);
        running += 1;
        most = Math.max(most, running);
        await sleep(5);
        running -= 1;
        if (fails) throw new Error(name);
      }).catch(() => {});
    await Promise.all([work("a"), work("b", true), work("c"), work("d"), work("e")]);
    expect(order).toEqual(["a", "b", "c", "d", "e"]);
    expect(most).toBe(2);
  });
});
