import { afterEach, describe, expect, it } from "vitest";
import { resolveAction } from "@/lib/action-queue/resolve";
import { askForRights } from "@/lib/action-queue/workspace-asks";
import { changeManual } from "@/lib/manuals/edit";
import { expectEtsyComplete, expectGumroadComplete, readCalls } from "../agent/books";
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
import { answer } from "./stage";

const open = opener("pg");
let stage: Stage;
const on = async (...platforms: PlatformName[]) => {
  stage = await openStage(open, { platforms });
};
afterEach(() => stage.close());

describe("rights", () => {
  it("one action for all manuals without any; its answer lists them", async () => {
    await on("gumroad", "etsy");
    for (const title of ["A", "B", "C"]) await stage.manual(title, { rights: "unverified" });
    await askForRights(stage.app.db, new Date());
    await stage.manual("D", { rights: "unverified" });
    await askForRights(stage.app.db, new Date());
    await cycle(stage.app);
    expect(await listings(stage.app)).toEqual([]);
    expect((await openAction(stage.app)).title).toBe("Say what rights you have to 4 manuals");
    await answer(stage, "own_work");
    await runDry(stage);
    await expectEtsyComplete(stage, ["A", "B", "C", "D"]);
    await expectGumroadComplete(stage, ["A", "B", "C", "D"]);
  });

  it("what a platform's clause refuses is asked there, with the clause, and nothing is sent", async () => {
    await on("etsy");
    await stage.manual("Licensed", { rights: "licence" });
    await stage.markets.doors.etsy("DELETE", "calls");
    await cycle(stage.app);
    const action = await openAction(stage.app);
    expect(action).toMatchObject({ type: "rights", context: { link: expect.stringContaining("etsy.com") } });
    expect(action.description).toContain("Digital items must be made or designed by the seller.");
    expect(action.options.map(({ value }) => value)).toEqual(["own_work"]);
    expect((await readCalls(stage, "etsy")).total).toBe(0);
  });

  it("one answer about a manual frees it on every platform that waited for it", async () => {
    await on("etsy", "gumroad");
    await stage.manual("Licensed", { rights: "licence" });
    await cycle(stage.app);
    const [first, second] = (await actions(stage.app)).filter(({ status }) => status === "pending");
    expect([first?.type, second?.type]).toEqual(["rights", "rights"]);
    await resolveAction(stage.app, first?.id ?? 0, "own_work", null, "Ada");
    expect((await actions(stage.app)).map(({ status }) => status)).toEqual(["completed", "completed"]);
    await runDry(stage);
    await expectEtsyComplete(stage, ["Licensed"]);
    await expectGumroadComplete(stage, ["Licensed"]);
  });

  it("an edit of the manual answers too", async () => {
    await on("etsy");
    const id = await stage.manual("Edited", { rights: "public_domain" });
    await cycle(stage.app);
    await openAction(stage.app);
    await changeManual(stage.app, id, { rights: "own_work" });
    await runDry(stage);
    await expectEtsyComplete(stage, ["Edited"]);
  });
});
