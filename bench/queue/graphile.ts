import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { Client } from "pg";
import type { Contestant } from "./contestant";

const silent = new Logger(() => () => {});

/**
 * graphile-worker by its own runner. Batch 1: as it comes, one job at a time in each worker. Larger batches: its local
 * queue of that size, whose completions are collected for up to 10 ms. A job is an id and ends with its row deleted.
 */
export async function graphileWorker(url: string, connections: number): Promise<Contestant> {
  const utils = await makeWorkerUtils({ connectionString: url, logger: silent });
  await utils.migrate();
  const client = new Client({ connectionString: url });
  await client.connect();
  let listing = 0;
  return {
    name: "graphile-worker 0.17.3",
    async fill(waiting) {
      const { rows } = await client.query("select count(*)::int as n from graphile_worker._private_jobs");
      const missing = waiting - rows[0].n;
      if (missing > 0)
        await utils.addJobs(
          Array.from({ length: missing }, () => {
            listing += 1;
            return { identifier: "list", payload: { listing } };
          }),
        );
      await client.query("vacuum analyze graphile_worker._private_jobs");
    },
    async run({ count, batch, workers }) {
      let done = 0;
      let begun = 0;
      let seconds = 0;
      let enough = () => {};
      const over = new Promise<void>((resolve) => {
        enough = resolve;
      });
      const runner = await run({
        taskList: {
          list: async () => {
            if (done === 0) begun = performance.now();
            done += 1;
            if (done !== count) return;
            seconds = (performance.now() - begun) / 1000;
            enough();
          },
        },
        preset: {
          worker: {
            connectionString: url,
            maxPoolSize: connections,
            concurrentJobs: batch === 1 ? workers : batch * workers,
            ...(batch === 1
              ? {}
              : { localQueue: { size: batch * workers }, completeJobBatchDelay: 10, failJobBatchDelay: 10 }),
          },
        },
        logger: silent,
        noHandleSignals: true,
      });
      await over;
      await runner.stop();
      return count / seconds;
    },
    async close() {
      await client.end();
      await utils.release();
    },
  };
}
