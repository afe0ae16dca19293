import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cancelAction } from "@/lib/action-queue/leave";
import { resolveAction } from "@/lib/action-queue/resolve";
import { retryListing } from "@/lib/listings";
import { expectGumroadComplete } from "../agent/books";
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
import { answer, answering, json, refusalOf } from "./stage";

const open = opener("pg");
let stage: Stage;
const on = async (...platforms: PlatformName[]) => {
  stage = await openStage(open, { platforms });
};
afterEach(() => stage.close());

describe("answers", () => {
  beforeEach(async () => {
    await on("gumroad");
    await stage.manual("Answered", { price: 10 });
    await cycle(stage.app);
  });

  it("the same again changes nothing, another one is a conflict that names who and when", async () => {
    const id = await answer(stage, "12.99", "Ada");
    const [before] = await listings(stage.app);
    expect(await resolveAction(stage.app, id, "12.99", null, "Bob")).toMatchObject({ action_id: id });
    const refused = await refusalOf(resolveAction(stage.app, id, "13.99", null, "Bob"));
    expect([refused.kind, refused.message]).toEqual([
      "conflict",
      expect.stringMatching(/^Ada already .*20\d\d-/),
    ]);
    expect((await refusalOf(cancelAction(stage.app, id, "Bob"))).kind).toBe("conflict");
    expect((await listings(stage.app))[0]).toEqual(before);
  });

  it("fifty different answers at once: one is taken", async () => {
    const { id } = await openAction(stage.app);
    const tries = Array.from({ length: 50 }, (_, n) =>
      resolveAction(stage.app, id, `${10 + n}.00`, null, `person ${n}`),
    );
    const ended = await Promise.allSettled(tries);
    expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await listings(stage.app))[0]?.generation).toBe(2);
    await runDry(stage);
    await expectGumroadComplete(stage, ["Answered"]);
  });

  it("a cancelled action pauses its listing and takes no answer any more", async () => {
    const { id } = await openAction(stage.app);
    await cancelAction(stage.app, id, "Ada");
    expect((await listings(stage.app))[0]).toMatchObject({
      status: "paused",
      hold: "left:provide_data:listing:1",
    });
    const refused = await refusalOf(resolveAction(stage.app, id, "12.99", null, "Ada"));
    expect([refused.kind, refused.message]).toEqual(["conflict", "This action was cancelled."]);
    await runDry(stage);
    expect((await listings(stage.app))[0]?.status).toBe("paused");
  });

  it("a retry closes the open action; a listing that needs none is refused", async () => {
    const [listing] = await listings(stage.app);
    await stage.app.db.execute(sql`update manuals set price = 1299`);
    await retryListing(stage.app, listing?.id ?? 0);
    expect((await actions(stage.app)).map(({ status }) => status)).toEqual(["cancelled"]);
    expect((await refusalOf(retryListing(stage.app, listing?.id ?? 0))).kind).toBe("malformed");
    await runDry(stage);
    expect((await refusalOf(retryListing(stage.app, listing?.id ?? 0))).kind).toBe("malformed");
    expect((await refusalOf(retryListing(stage.app, 999))).kind).toBe("not_found");
    await expectGumroadComplete(stage, ["Answered"]);
  });
});

describe("a retry", () => {
  it("keeps the remote draft", async () => {
    await on("gumroad");
    await stage.manual("Kept");
    stage.network = answering((call) =>
      call.endsWith("/enable") ? json(200, { success: false, message: "Strange words." }) : null,
    );
    await cycle(stage.app);
    const [before] = await listings(stage.app);
    expect(before?.status).toBe("action_required");
    stage.network = (next) => next;
    await retryListing(stage.app, before?.id ?? 0);
    await runDry(stage);
    await expectGumroadComplete(stage, ["Kept"]);
    expect((await listings(stage.app))[0]?.remoteId).toBe(before?.remoteId);
  });
});
