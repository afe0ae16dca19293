import { openAsBlob, readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { removeData, startProduct } from "../tests/support/server";

const manual = z.object({ status: z.string() });

/** What the server feels of PDF work: growth of its resident memory, and how long it takes to answer meanwhile. */
export async function benchServer(file: string): Promise<void> {
  const server = await startProduct();
  try {
    for (let warm = 0; warm < 20; warm += 1) await server.call("GET", "/listings");
    const before = residentMb(server.pid);
    const quiet = await latencies(server, async () => false, 50);
    const form = new FormData();
    form.set("rights", "own_work");
    form.set("file", await openAsBlob(file), basename(file));
    let peak = before;
    const uploaded = server.call("POST", "/manuals", form);
    const busy = await latencies(server, async () => {
      peak = Math.max(peak, residentMb(server.pid));
      const { body } = await server.call("GET", "/manuals");
      const [state] = z.array(manual).parse(body);
      return state !== undefined && state.status !== "processing";
    });
    const reply = await uploaded;
    if (reply.status !== 201) throw new Error(`the upload was answered with ${reply.status}`);
    console.table([
      {
        file: basename(file),
        "server before MB": before.toFixed(0),
        "server growth MB": (peak - before).toFixed(0),
        "answer quiet ms (median, worst)": spread(quiet),
        "answer meanwhile ms (median, worst)": spread(busy),
      },
    ]);
  } finally {
    await server.stop();
    removeData(server.dataDir);
  }
}

/** Times of `GET /listings`, one after the other, until `done` or `most`. */
async function latencies(
  server: Awaited<ReturnType<typeof startProduct>>,
  done: () => Promise<boolean>,
  most = 10_000,
): Promise<number[]> {
  const times: number[] = [];
  while (times.length < most && !(await done())) {
    const begun = performance.now();
    await server.call("GET", "/listings");
    times.push(performance.now() - begun);
    await new Promise((next) => setTimeout(next, 20));
  }
  return times;
}

function spread(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  return `${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(0)}, ${(sorted.at(-1) ?? 0).toFixed(0)}`;
}

/** Resident memory of a process, MB (Linux). */
function residentMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kb ?? 0) / 1024;
}
