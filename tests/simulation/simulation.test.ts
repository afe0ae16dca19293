import { describe, expect, it } from "vitest";
import { opener } from "../support/database";
import { runHistory } from "./history";
import { inMemory } from "./memory";
import { onPostgres } from "./postgres";

/** `npm run simulate` runs as many as you like; these are here so that nothing lands that breaks the promise. */
const IN_MEMORY = 3_000;
const ON_POSTGRES = 30;

describe("the engine's own turns, interleaved by a seed, with faults at every boundary", () => {
  const open = opener("pg");

  it(`${IN_MEMORY} histories publish each manual exactly once, complete, and leave no work`, async () => {
    let fenced = 0;
    for (let seed = 1; seed <= IN_MEMORY; seed += 1) {
      const outcome = await runHistory(seed, inMemory, { keepTrace: false });
      expect(outcome.violations, `seed ${seed}`).toEqual([]);
      fenced += outcome.fenced;
    }
    expect(fenced, "workers that lost their listing tried to write").toBeGreaterThan(IN_MEMORY);
  }, 120_000);

  it(`${ON_POSTGRES} of them are equal, event by event, on a real Postgres`, async () => {
    const { db } = await open({ maxConnections: 2 });
    const backing = await onPostgres(db);
    for (let seed = 1; seed <= ON_POSTGRES; seed += 1) {
      const here = await runHistory(seed, inMemory);
      const there = await runHistory(seed, backing);
      expect(there.violations, `seed ${seed}`).toEqual([]);
      expect(there.trace, `seed ${seed}`).toEqual(here.trace);
    }
  }, 120_000);

  it("the same seed gives the same history, another seed another one", async () => {
    const [one, again, other] = [
      await runHistory(7, inMemory),
      await runHistory(7, inMemory),
      await runHistory(8, inMemory),
    ];
    expect(again.trace).toEqual(one.trace);
    expect(other.trace).not.toEqual(one.trace);
  });
});
