import { expect, it } from "vitest";
import { runHistory } from "../simulation/history";
import { inMemory } from "../simulation/memory";

/** Few enough for every mutant of the engine, many enough to meet each fault. */
const HISTORIES = 60;

it(`${HISTORIES} histories keep the promises`, async () => {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const { violations } = await runHistory(seed, inMemory, { keepTrace: false });
    expect(violations, `seed ${seed}`).toEqual([]);
  }
});
