import { afterEach, describe, expect, it } from "vitest";
import { expectGumroadComplete, readBooks } from "../agent/books";
import { openStage, type PlatformName, runDry, type Stage } from "../agent/stage";
import { opener } from "../support/database";
import { answering, json } from "./stage";

const open = opener("pg");
let stage: Stage;
const on = async (...platforms: PlatformName[]) => {
  stage = await openStage(open, { platforms });
};
afterEach(() => stage.close());

describe("an address that something else has taken for ever (Gumroad)", () => {
  it("the product gets the next one, after looking for it", async () => {
    await on("gumroad");
    await stage.manual("Taken Twice");
    const taken = new Set<unknown>();
    stage.network = answering((call, body) => {
      if (call !== "POST /v2/products") return null;
      const { custom_permalink } = JSON.parse(String(body));
      if (taken.size < 2) taken.add(custom_permalink);
      return taken.has(custom_permalink)
        ? json(200, { success: false, message: "Custom permalink has already been taken" })
        : null;
    });
    await runDry(stage);
    await expectGumroadComplete(stage, ["Taken Twice"]);
    const [product] = (await readBooks(stage)).gumroad.products;
    expect([...taken, product?.custom_permalink]).toEqual([
      expect.stringMatching(/^taken-twice-[a-z0-9]{4}-/),
      expect.stringMatching(/^taken-twice-2-[a-z0-9]{4}-/),
      expect.stringMatching(/^taken-twice-3-[a-z0-9]{4}-/),
    ]);
  });
});
