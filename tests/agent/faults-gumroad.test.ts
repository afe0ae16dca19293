import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { opener } from "../support/database";
import { expectGumroadComplete } from "./books";
import { faultKinds, faultyNetwork } from "./faults";
import { openStage, runDry, type Stage } from "./stage";

const titles = Array.from({ length: 12 }, (_, index) => `Gumroad Guide ${String.fromCharCode(65 + index)}`);

describe("every fault at every call of a listing's life on Gumroad", () => {
  const open = opener("pg");
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(open, { platforms: ["gumroad"] });
    for (const title of titles) await stage.manual(title);
  });
  afterAll(() => stage.close());

  it("leaves one complete published product for each manual", async () => {
    const faults = faultyNetwork(faultKinds);
    stage.network = faults.network;
    await runDry(stage);
    await expectGumroadComplete(stage, titles);
    expect([...faults.met.values()]).toEqual(Array(13).fill(faultKinds.length));
  }, 120_000);
});
