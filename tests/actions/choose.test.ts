import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expectEtsyComplete, readBooks } from "../agent/books";
import { cycle, openAction, openStage, type PlatformName, runDry, type Stage } from "../agent/stage";
import { opener } from "../support/database";
import { answer } from "./stage";

const open = opener("pg");
let stage: Stage;
const on = async (...platforms: PlatformName[]) => {
  stage = await openStage(open, { platforms });
};
afterEach(() => stage.close());

describe("a create whose answer was lost, and a draft of the same title that we did not mark", () => {
  beforeEach(async () => {
    await on("etsy");
    await stage.manual("Twin");
    let lost = false;
    stage.network = (next) => async (url, init) => {
      const create = init.method === "POST" && url.endsWith("/listings");
      if (!create || lost) return next(url, init);
      lost = true;
      const body = new URLSearchParams(String(init.body));
      body.set("description", "Made by hand.");
      await next(url, { ...init, body });
      throw new TypeError("fetch failed");
    };
    for (let round = 0; round < 3; round += 1) {
      await cycle(stage.app);
      stage.skip(1_000);
    }
  });

  it("is asked with the evidence, and nothing is made before the answer", async () => {
    const [foreign] = (await readBooks(stage)).etsy.listings;
    const action = await openAction(stage.app);
    expect(action).toMatchObject({ type: "choose" });
    expect(action.options.map(({ value }) => value)).toEqual([String(foreign?.listing_id), "none"]);
    expect((await readBooks(stage)).etsy.listings).toHaveLength(1);
  });

  it("“this one” completes that draft and marks it", async () => {
    const [foreign] = (await readBooks(stage)).etsy.listings;
    await answer(stage, String(foreign?.listing_id));
    await runDry(stage);
    await expectEtsyComplete(stage, ["Twin"]);
    const [listing] = (await readBooks(stage)).etsy.listings;
    expect(listing?.listing_id).toBe(foreign?.listing_id);
    expect(listing?.description).toMatch(/\nEdition [a-z0-9-]+$/);
  });

  it("“none” leaves it alone and makes ours", async () => {
    await answer(stage, "none");
    await runDry(stage);
    const { listings: all } = (await readBooks(stage)).etsy;
    expect(all.map(({ state, description }) => [state, description === "Made by hand."])).toEqual([
      ["draft", true],
      ["active", false],
    ]);
  });
});
