import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { realWorld } from "@/lib/app";
import { opener } from "../support/database";
import { expectEtsyComplete, expectGumroadComplete, readCalls } from "./books";
import { cycle, openStage, type Stage, tinyTiming } from "./stage";

describe.each([
  ["etsy", 12],
  ["gumroad", 9],
] as const)("%s under its real limits, two servers at once", (platform, count) => {
  const open = opener("pg");
  let stage: Stage;
  beforeAll(async () => {
    const timing = { ...tinyTiming, readMs: 3_000, createMs: 3_000, settleMs: 4_000, leaseMs: 9_000 };
    stage = await openStage(open, {
      platforms: [platform],
      profile: "real",
      change: { timing: { ...timing, budget: "platform" } },
    });
    stage.app.world.sleep = realWorld.sleep;
  });
  afterAll(() => stage.close());

  it(`${count} listings go through without one answer "too many requests"`, async () => {
    const titles = Array.from({ length: count }, (_, index) => `Polite ${index + 1}`);
    for (const title of titles) await stage.manual(title);
    const ended = await Promise.all([cycle(stage.app, 100_000), cycle({ ...stage.app }, 100_000)]);
    expect(ended.reduce((sum, { counts }) => sum + counts.listed, 0)).toBe(count);
    const calls = await readCalls(stage, platform);
    expect(calls.last.filter(({ status }) => status === 429)).toEqual([]);
    await (platform === "etsy" ? expectEtsyComplete : expectGumroadComplete)(stage, titles);
  }, 150_000);
});
