import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { realWorld } from "@/lib/app";
import { opener } from "../support/database";
import { readCalls } from "./books";
import { cycle, openStage, type Stage } from "./stage";

const COUNT = 20;

describe.each([
  ["etsy", 9.5, 10],
  // 7 + 2 (one cover, one thumbnail) calls of the API; the three puts go to the file store.
  ["gumroad", 11.5, 11],
] as const)("what %s costs without a fault", (platform, statements, calls) => {
  const open = opener("pg");
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(open, { platforms: [platform] });
    stage.app.world.sleep = realWorld.sleep;
    for (let index = 0; index < COUNT; index += 1) await stage.manual(`Cheap ${index}`);
  });
  afterAll(() => stage.close());

  it(`is at most ${statements} statements and exactly ${calls} calls a listing`, async () => {
    await stage.markets.doors[platform]("DELETE", "calls");
    stage.statements = 0;
    const { counts } = await cycle(stage.app, 60_000);
    expect(counts.listed).toBe(COUNT);
    expect(stage.statements / COUNT + REPORT).toBeLessThanOrEqual(statements);
    expect((await readCalls(stage, platform)).total / COUNT).toBe(calls);
  });

  it("is at most 8 statements and no call when nothing is due", async () => {
    await stage.markets.doors[platform]("DELETE", "calls");
    stage.statements = 0;
    await cycle(stage.app);
    expect(stage.statements).toBeLessThanOrEqual(8);
    expect((await readCalls(stage, platform)).total).toBe(0);
  });
});

/** A run that is recorded writes its progress down after each listing. */
const REPORT = 1;
