import { Worker } from "node:worker_threads";
import type { PdfJob } from "../job";

/**
 * A second thread that kills this process when the server that started it is gone, or when the server's own watch
 * failed: it works while the main thread is stuck in the engine, and on systems without /proc.
 */
export function guardSelf(job: PdfJob): void {
  const timeMs = job.task === "inspect" ? job.limits.inspectMs : job.limits.readMs;
  const worker = new Worker(guard, {
    eval: true,
    execArgv: [],
    workerData: {
      parent: process.ppid,
      deadline: Date.now() + timeMs + 2_000,
      bytes: job.limits.memoryMb * 1024 * 1024,
    },
  });
  worker.unref();
}

const guard = `
const { parent, deadline, bytes } = require("node:worker_threads").workerData;
setInterval(() => {
  const orphan = process.ppid !== parent;
  if (orphan || Date.now() > deadline || process.memoryUsage.rss() > bytes) process.kill(process.pid, "SIGKILL");
}, 100);
`;
