import { describe, expect, it } from "vitest";
import { runHistory } from "./history";
import { inMemory } from "./memory";
import { plants } from "./plants";

const MOST = 2_000;

describe("an engine with one guard taken out is caught", () => {
  it.each(Object.keys(plants))(
    "%s",
    async (name) => {
      const plant = plants[name];
      for (let seed = 1; seed <= MOST; seed += 1) {
        const { violations } = await runHistory(seed, inMemory, { plant, keepTrace: false });
        if (violations.length > 0) return;
      }
      expect.fail(`not caught in ${MOST} histories`);
    },
    60_000,
  );
});
