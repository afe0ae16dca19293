import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cancelAction } from "@/lib/action-queue/leave";
import { resolveAction } from "@/lib/action-queue/resolve";
import { activate } from "@/lib/connections/activate";
import { configure } from "@/lib/connections/configure";
import { changeSettings } from "@/lib/settings";
import { expectGumroadComplete, readCalls } from "../agent/books";
import { actions, cycle, listings, openAction, openStage, runDry, type Stage } from "../agent/stage";
import { opener } from "../support/database";
import { connect, credentialsOf } from "../support/markets";
import { answer, refusalOf } from "./stage";

const GUMROAD = 2;

describe("a platform that has no working connection", () => {
  const open = opener("pg");
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage(open, { connected: false });
    await activate(stage.app, GUMROAD);
    for (const title of ["First", "Second", "Third"]) await stage.manual(title);
  });
  afterEach(() => stage.close());

  it("raises one action with the number of what waits, however often the agent looks", async () => {
    await cycle(stage.app);
    await stage.manual("Fourth");
    await cycle(stage.app);
    const action = await openAction(stage.app);
    expect(action).toMatchObject({ type: "account_setup", title: "Connect Gumroad: 4 manuals wait" });
    expect(action.context.waiting).toBe(4);
  });

  it("believes “connected” only when a call says so", async () => {
    await cycle(stage.app);
    const { id } = await openAction(stage.app);
    const refused = await refusalOf(resolveAction(stage.app, id, "connected", null, "Ada"));
    expect([refused.kind, (await openAction(stage.app)).id]).toEqual(["invalid", id]);
    await configure(stage.app, GUMROAD, { api_token: "tok_wrong_wrong_wrong" });
    expect((await refusalOf(resolveAction(stage.app, id, "connected", null, "Ada"))).kind).toBe("invalid");
    expect((await refusalOf(resolveAction(stage.app, id, "list_by_hand", null, "Ada"))).kind).toBe("invalid");
    expect((await openAction(stage.app)).id).toBe(id);
  });

  it("closes the action by itself when credentials that work are given, and goes on", async () => {
    await cycle(stage.app);
    const { id } = await openAction(stage.app);
    await configure(stage.app, GUMROAD, await credentialsOf(stage.markets, "gumroad"));
    expect(await actions(stage.app)).toMatchObject([{ id, status: "completed", response: "connected" }]);
    expect((await resolveAction(stage.app, id, "connected", null, "Ada")).action_id).toBe(id);
    await runDry(stage);
    await expectGumroadComplete(stage, ["First", "Second", "Third"]);
  });

  it("when the action is cancelled, pauses what waits, asks no more, and goes on once it is connected", async () => {
    await cycle(stage.app);
    const { id } = await openAction(stage.app);
    const reply = await cancelAction(stage.app, id, "Ada");
    expect(await cancelAction(stage.app, id, "Ada")).toEqual(reply);
    expect((await refusalOf(resolveAction(stage.app, id, "connected", null, "Ada"))).kind).toBe("conflict");
    expect((await listings(stage.app)).map(({ status }) => status)).toEqual(Array(3).fill("paused"));
    await cycle(stage.app);
    expect((await actions(stage.app)).map(({ status }) => status)).toEqual(["cancelled"]);
    await configure(stage.app, GUMROAD, await credentialsOf(stage.markets, "gumroad"));
    await runDry(stage);
    await expectGumroadComplete(stage, ["First", "Second", "Third"]);
  });

  it("credentials given while the platform does not answer are kept, and checked by the next cycle", async () => {
    await cycle(stage.app);
    stage.network = () => async () => {
      throw new TypeError("fetch failed");
    };
    const reply = await configure(stage.app, GUMROAD, await credentialsOf(stage.markets, "gumroad"));
    expect(reply.status).toBe("pending");
    stage.network = (next) => next;
    await runDry(stage);
    await expectGumroadComplete(stage, ["First", "Second", "Third"]);
  });
});

describe("a token that is revoked in the middle of the work", () => {
  const open = opener("pg");
  let stage: Stage;
  const titles = ["One", "Two", "Three", "Four"];
  beforeEach(async () => {
    stage = await openStage(open, { platforms: ["gumroad"] });
    for (const title of titles) await stage.manual(title);
  });
  afterEach(() => stage.close());

  async function revokeAfter(calls: number): Promise<void> {
    let count = 0;
    const books = await stage.markets.doors.gumroad("GET", "books");
    const tokens = JSON.stringify(books).match(/"api_token":"([^"]+)"/);
    stage.network = (next) => async (url, init) => {
      count += 1;
      if (count === calls) await stage.markets.doors.gumroad("POST", "revoke", { api_token: tokens?.[1] });
      return next(url, init);
    };
  }

  it("asks once, lets the listings wait without counting against them, and goes on with new credentials", async () => {
    await revokeAfter(9);
    await cycle(stage.app);
    await cycle(stage.app);
    const action = await openAction(stage.app);
    expect(action).toMatchObject({ type: "authentication", title: expect.stringMatching(/manuals wait$/) });
    const all = await listings(stage.app);
    expect(all.map(({ status, attempt }) => [status, attempt])).toEqual(Array(4).fill(["pending", 0]));
    const refused = await refusalOf(resolveAction(stage.app, action.id, true, null, "Ada"));
    expect(refused.kind).toBe("invalid");
    await stage.markets.doors.gumroad("DELETE", "calls");
    await cycle(stage.app);
    expect((await readCalls(stage, "gumroad")).total).toBe(0);
    stage.network = (next) => next;
    await configure(stage.app, GUMROAD, await credentialsOf(stage.markets, "gumroad"));
    await runDry(stage);
    await expectGumroadComplete(stage, titles);
    expect((await actions(stage.app)).map(({ status }) => status)).toEqual(["completed"]);
  });

  it("new credentials that another server stored meanwhile are no reason to ask", async () => {
    await revokeAfter(5);
    const revoking = stage.network;
    let count = 0;
    stage.network = (next) => async (url, init) => {
      count += 1;
      if (count === 5) {
        const fresh = await credentialsOf(stage.markets, "gumroad");
        const quiet = { ...stage.app, world: { ...stage.app.world, fetch: plain } };
        await configure(quiet, GUMROAD, fresh);
      }
      return revoking(next)(url, init);
    };
    await runDry(stage);
    await expectGumroadComplete(stage, titles);
    expect(await actions(stage.app)).toEqual([]);
  });
});

describe("switches", () => {
  const open = opener("pg");
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage(open, { connected: false });
    await connect(stage.app, stage.markets);
    for (let n = 1; n <= 4; n += 1) await stage.manual(`Switch ${n}`);
  });
  afterEach(() => stage.close());

  it.each([
    ["the platform", (app: Stage["app"]) => app.db.execute(sql`update platforms set is_active = false`)],
    ["the agent", (app: Stage["app"]) => changeSettings(app.db, { agent_enabled: false })],
  ])("switching %s off in the middle of a run stops the calls before the next step", async (_name, off) => {
    let calls = 0;
    let after = 0;
    stage.network = (next) => async (url, init) => {
      calls += 1;
      if (calls === 8) await off(stage.app);
      if (calls > 8) after += 1;
      return next(url, init);
    };
    await cycle(stage.app);
    // Two platforms with two workers each: every one may finish the step it is in.
    expect(after).toBeLessThanOrEqual(4 * 5);
    const before = calls;
    await cycle(stage.app);
    await cycle(stage.app);
    expect(calls).toBe(before);
    expect((await listings(stage.app)).every(({ status }) => status === "pending")).toBe(true);
  });
});

describe("one answer among many", () => {
  const open = opener("pg");

  it("fifty answers at once to a connection that works again: one effect, the same reply to all", async () => {
    const stage = await openStage(open, { platforms: ["gumroad"] });
    await stage.manual("Waiting");
    await stage.app.db.execute(sql`update platforms set credentials_status = 'error' where id = ${GUMROAD}`);
    await cycle(stage.app);
    const { id } = await openAction(stage.app);
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => resolveAction(stage.app, id, true, null, "Ada")),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    await runDry(stage);
    await expectGumroadComplete(stage, ["Waiting"]);
    await expect(answer(stage, true)).rejects.toThrow();
    await stage.close();
  });
});

const plain: Stage["app"]["world"]["fetch"] = (url, init) => fetch(url, init);
