import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { resolveAction } from "@/lib/action-queue/resolve";
import { changeSettings } from "@/lib/settings";
import { expectEtsyComplete, expectGumroadComplete, readBooks } from "../agent/books";
import {
  actions,
  cycle,
  listings,
  openAction,
  openStage,
  type PlatformName,
  runDry,
  type Stage,
} from "../agent/stage";
import { opener } from "../support/database";
import { answer, answering, json, refusalOf, store } from "./stage";

const open = opener("pg");
let stage: Stage;
const on = async (...platforms: PlatformName[]) => {
  stage = await openStage(open, { platforms });
};
afterEach(() => stage.close());

describe("a value that a platform refuses", () => {
  it("is asked with its words; the answer reaches the draft that is there already (Etsy)", async () => {
    await on("etsy");
    await stage.manual("Old Title");
    let refuse = true;
    stage.network = answering((call) =>
      refuse && call.startsWith("PUT")
        ? json(400, [{ path: "/title/1", type: "x", message: "may not contain this brand" }])
        : null,
    );
    await cycle(stage.app);
    const action = await openAction(stage.app);
    expect(action).toMatchObject({ type: "provide_data", context: { field: "title", value: "Old Title" } });
    expect(action.description).toContain("may not contain this brand");
    const [before] = await listings(stage.app);
    refuse = false;
    await answer(stage, "New Title");
    await runDry(stage);
    await expectEtsyComplete(stage, ["New Title"]);
    const [after] = await listings(stage.app);
    expect([after?.remoteId, after?.title]).toEqual([before?.remoteId, "New Title"]);
  });

  it("the same on Gumroad, for every text and the price", async () => {
    await on("gumroad");
    await stage.manual("Old Name");
    const words = [
      ["Name is too long (maximum is 255 characters)", "New Name"],
      ["Adult keywords are not allowed", "A harmless text."],
      ["Sorry, a product must be at least $0.99.", "24.50"],
      ["Name A tag is too long. Please try again with a shorter one, under 20 characters.", "pumps, valves"],
    ] as const;
    for (const [message, value] of words) {
      stage.network = answering((call) =>
        call.startsWith("PUT /v2/products/") && call.endsWith("/enable")
          ? json(200, { success: false, message })
          : null,
      );
      await runDry(stage);
      const action = await openAction(stage.app);
      expect(action.type).toBe("provide_data");
      stage.network = (next) => next;
      await answer(stage, value);
      if (message !== words.at(-1)?.[0]) continue;
    }
    await runDry(stage);
    await expectGumroadComplete(stage, ["New Name"]);
    const [product] = (await readBooks(stage)).gumroad.products;
    expect(product?.description).toContain("A harmless text.");
    expect(product).toMatchObject({ price: 2450, tags: expect.arrayContaining(["pumps", "valves"]) });
  });

  it("an answer that does not fit is refused and the question stays", async () => {
    await on("gumroad");
    await stage.manual("Cheap", { price: 10 });
    await cycle(stage.app);
    const { id, context } = await openAction(stage.app);
    expect(context.field).toBe("price");
    for (const wrong of ["", "  ", "free", "-3", "0", "12.999", null, true, {}]) {
      expect((await refusalOf(resolveAction(stage.app, id, wrong, null, "Ada"))).kind).toBe("invalid");
    }
    expect((await openAction(stage.app)).id).toBe(id);
    await answer(stage, "12.99");
    await runDry(stage);
    await expectGumroadComplete(stage, ["Cheap"]);
  });

  it.each(["etsy", "gumroad"] as const)(
    "a file that is given anew replaces the one on the draft (%s)",
    async (platform) => {
      await on(platform);
      await stage.manual("Refiled");
      await changeSettings(stage.app.db, { publish: "ask" });
      await cycle(stage.app);
      const file = await store(stage, "manuals/smaller.pdf", "%PDF-1.7\n% smaller\n%%EOF\n");
      await stage.app.db.execute(
        sql`update platform_listings set overrides = ${JSON.stringify({ file: { ...file, name: "smaller.pdf" } })}::jsonb`,
      );
      await answer(stage, true);
      await runDry(stage);
      await (platform === "etsy" ? expectEtsyComplete : expectGumroadComplete)(stage, ["Refiled"]);
      const { etsy, gumroad } = await readBooks(stage);
      const [shown] = [...etsy.listings, ...gumroad.products];
      expect(shown?.files.map(({ sha256 }) => sha256)).toEqual([file.sha256]);
    },
  );

  it("a file that is too large is asked with both sizes; a smaller one is used there only", async () => {
    await on("etsy", "gumroad");
    await stage.manual("Large", { fileSize: 24_100_000 });
    stage.network = (next) => async (url, init) => next(url, init);
    await cycle(stage.app);
    // Gumroad, where the small stand-in file is not the one that was planned, asks for a file too: in either order.
    const action = (await actions(stage.app)).find(
      ({ inputType, title }) => inputType === "file" && title.startsWith("Etsy"),
    );
    expect(action?.description).toContain("files of up to 20 MB. This PDF has 24.1 MB");
    expect(action?.context).toMatchObject({ size_bytes: 24_100_000, limit_bytes: 20_000_000 });
    expect((await refusalOf(resolveAction(stage.app, action?.id ?? 0, "text", null, "Ada"))).kind).toBe(
      "invalid",
    );
    const file = await store(stage, "manuals/small.pdf", "%PDF-1.7\n% small\n%%EOF\n");
    await resolveAction(stage.app, action?.id ?? 0, null, { ...file, name: "Small one.pdf" }, "Ada");
    await runDry(stage).catch(() => {});
    await expectEtsyComplete(stage, ["Large"]);
    expect((await readBooks(stage)).etsy.listings[0]?.files).toMatchObject([{ name: "Small-one.pdf" }]);
  });
});
