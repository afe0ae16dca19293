/** A queue in Postgres that is measured beside others. */
export interface Contestant {
  name: string;
  /** Brings the backlog to `waiting` jobs, sweeps away what is done and refreshes statistics. Not timed. */
  fill(waiting: number): Promise<void>;
  /** Claims and finishes at least `count` jobs, `batch` at a time, by `workers` at once. @returns jobs a second. */
  run(load: Load): Promise<number>;
  close(): Promise<void>;
}

export interface Load {
  count: number;
  batch: number;
  workers: number;
}

/** Runs `turn` (claims and finishes some jobs, returns how many) in each worker until `count` are done. @returns jobs a second. */
export async function drain(
  { count, workers }: Load,
  turn: (worker: number) => Promise<number>,
): Promise<number> {
  let done = 0;
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      while (done < count) {
        const turned = await turn(worker);
        if (turned === 0) throw new Error("the backlog was too small");
        done += turned;
      }
    }),
  );
  return (done / (performance.now() - begun)) * 1000;
}
