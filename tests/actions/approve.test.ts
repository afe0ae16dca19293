import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { deactivate } from "@/lib/connections/activate";
import { changeSettings } from "@/lib/settings";
import { expectGumroadComplete, readBooks, readCalls } from "../agent/books";
import {
  cycle,
  listings,
  openAction,
  openStage,
  type PlatformName,
  runDry,
  type Stage,
} from "../agent/stage";
import { opener } from "../support/database";
import { answer } from "./stage";

const open = opener("pg");
let stage: Stage;
const on = async (...platforms: PlatformName[]) => {
  stage = await openStage(open, { platforms });
};
afterEach(() => stage.close());

describe("the word to publish", () => {
  it.each([
    [true, "active", "listed"],
    [false, "draft", "paused"],
  ])("%s: the listing is %s there and %s here", async (yes, remote, status) => {
    await on("etsy");
    await changeSettings(stage.app.db, { publish: "ask" });
    await stage.manual("Asked");
    await cycle(stage.app);
    expect(await openAction(stage.app)).toMatchObject({ type: "approve" });
    expect((await readBooks(stage)).etsy.listings.map(({ state }) => state)).toEqual(["draft"]);
    await answer(stage, yes);
    await runDry(stage);
    expect((await readBooks(stage)).etsy.listings.map(({ state }) => state)).toEqual([remote]);
    expect((await listings(stage.app)).map((listing) => listing.status)).toEqual([status]);
  });
});

describe("something only the seller can do at the platform", () => {
  it("is one action for the platform; all that waited goes on after it", async () => {
    await on("gumroad");
    await stage.markets.doors.gumroad("POST", "set", { no_payout_method: true });
    for (const title of ["P", "Q", "R"]) await stage.manual(title);
    await cycle(stage.app, 5_000);
    expect(await openAction(stage.app)).toMatchObject({
      type: "verification",
      cause: "verification:platform:2",
    });
    expect((await listings(stage.app)).map(({ status }) => status)).toEqual(Array(3).fill("action_required"));
    await stage.markets.doors.gumroad("POST", "set", { no_payout_method: false });
    await answer(stage, true);
    await runDry(stage);
    await expectGumroadComplete(stage, ["P", "Q", "R"]);
  });
});

describe("a platform that is switched off while listings wait for a person", () => {
  it("does nothing after the answer until it is on again", async () => {
    await on("gumroad");
    await stage.manual("Later", { price: 10 });
    await cycle(stage.app);
    await deactivate(stage.app, 2);
    await answer(stage, "12.99");
    await stage.markets.doors.gumroad("DELETE", "calls");
    await cycle(stage.app);
    expect((await readCalls(stage, "gumroad")).total).toBe(0);
    await stage.app.db.execute(sql`update platforms set is_active = true where id = 2`);
    await runDry(stage);
    await expectGumroadComplete(stage, ["Later"]);
  });
});
