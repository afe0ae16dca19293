import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { opener } from "../support/database";
import { expectEtsyComplete, expectGumroadComplete } from "./books";
import { dieAt } from "./crash";
import { openStage, runDry, type Stage } from "./stage";

describe.each(["etsy", "gumroad"] as const)(
  "a server that dies at any moment of a listing's life on %s",
  (platform) => {
    const open = opener("pg");
    let stage: Stage;
    beforeAll(async () => {
      stage = await openStage(open, { platforms: [platform] });
    });
    afterAll(() => stage.close());

    it("leaves nothing doubled, lost or half done: before each statement, before and after each call", async () => {
      const titles: string[] = [];
      let died = true;
      for (let n = 1; died; n += 1) {
        const title = `Crash ${n}`;
        titles.push(title);
        await stage.manual(title);
        ({ died } = await dieAt(stage, n));
        await runDry(stage);
        await (platform === "etsy" ? expectEtsyComplete : expectGumroadComplete)(stage, titles);
      }
      expect(titles.length).toBeGreaterThan(30);
    }, 180_000);
  },
);
