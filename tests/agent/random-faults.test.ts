import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { opener } from "../support/database";
import { expectEtsyComplete, expectGumroadComplete } from "./books";
import { faultKinds } from "./faults";
import { cycle, nextDue, openStage, runDry, type Stage } from "./stage";

const kinds = [...new Set(faultKinds.map(({ kind }) => kind))];
const titles = Array.from({ length: 8 }, (_, index) => `Guide ${String.fromCharCode(65 + index)}`);

describe("seeded random faults on a quarter of all calls, drafts that show late in lists", () => {
  const open = opener("pg");
  let stage: Stage;
  afterEach(() => stage.close());

  it.each([11, 12, 13])(
    "seed %i: when they stop, every manual is on sale once, complete",
    async (seed) => {
      stage = await openStage(open);
      await stage.markets.doors.etsy("POST", "set", { list_lag_ms: 80 });
      const uploads = z
        .object({ upload_url: z.string() })
        .parse(await stage.markets.doors.gumroad("GET", "books")).upload_url;
      for (const title of titles) await stage.manual(title);
      const doors = [stage.markets.origins.etsy, stage.markets.origins.gumroad, uploads];
      for (const door of doors) await inject(door, { random: { seed, rate: 0.25, kinds } });
      for (let round = 0; round < 6; round += 1) {
        await cycle(stage.app, 2_500);
        const due = await nextDue(stage.app);
        if (due) stage.skip(Math.max(0, due.getTime() - stage.app.world.now().getTime()));
      }
      for (const door of doors) await inject(door, null);
      await runDry(stage);
      await expectEtsyComplete(stage, titles);
      await expectGumroadComplete(stage, titles);
    },
    120_000,
  );
});

async function inject(door: string, body: object | null): Promise<void> {
  const answer = await fetch(`${door}/__control/faults`, {
    method: body ? "POST" : "DELETE",
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect(answer.status).toBe(200);
}
