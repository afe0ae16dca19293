import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import type { CycleResult } from "@/lib/agent/cycle";
import { startScheduler } from "@/lib/agent/scheduler";
import { runTask } from "@/lib/agent/tasks";
import { AppError } from "@/lib/errors";
import { beginRun, endOpenRuns, executeRun, openRun, requestRun } from "@/lib/runs";
import { changeSettings } from "@/lib/settings";
import { opener } from "../support/database";
import { expectGumroadComplete } from "./books";
import { openStage, type Stage } from "./stage";

const open = opener("pg");
let stage: Stage;
beforeEach(async () => {
  stage = await openStage(open, { platforms: ["gumroad"] });
});
afterEach(() => stage.close());

const nothing: CycleResult = {
  counts: { listed: 1, synced: 0, timed_out: 0, prices: 0, actions: 0 },
  problems: [],
  more: false,
};
const runs = async () =>
  rows(
    await stage.app.db.execute(
      sql`select id, status, error, (counts->>'listed')::int as listed from agent_runs order by id`,
    ),
    z.object({ id: z.number(), status: z.string(), error: z.string().nullable(), listed: z.number() }),
  );

const opened = async () => {
  const run = await openRun(stage.app, "auto-list", "schedule");
  if (!run) throw new Error("the agent is off");
  return run;
};

describe("runs", () => {
  it("ten presses of the button while one runs: the same run, and its cycle once more", async () => {
    const first = await requestRun(stage.app);
    let cycles = 0;
    expect(await beginRun(stage.app, first.id)).toBe(true);
    expect(await beginRun(stage.app, first.id)).toBe(false);
    await executeRun(stage.app, first.id, async () => {
      cycles += 1;
      const again = await Promise.all(Array.from({ length: 10 }, () => requestRun(stage.app)));
      expect(again).toEqual(Array(10).fill({ id: first.id, started: false }));
      return nothing;
    });
    expect(cycles).toBe(2);
    expect(await runs()).toMatchObject([{ id: first.id, status: "finished", listed: 2 }]);
    expect((await requestRun(stage.app)).id).not.toBe(first.id);
  });

  it("twenty requests at once open one run", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, opened));
    expect(all.filter(({ started }) => started)).toHaveLength(1);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  });

  it("a run whose server died blocks nothing after its lease and says so", async () => {
    const dead = await opened();
    stage.skip(20_000);
    expect((await opened()).started).toBe(false);
    stage.skip(20_000);
    expect((await opened()).started).toBe(true);
    expect((await runs())[0]).toMatchObject({
      id: dead.id,
      status: "failed",
      error: expect.stringContaining("The server stopped"),
    });
    await endOpenRuns(stage.app);
    expect((await runs()).map(({ status }) => status)).toEqual(["failed", "failed"]);
  });

  it("a run that breaks off is failed, with a sentence and no details", async () => {
    const { id } = await opened();
    const broken = executeRun(stage.app, id, () => Promise.reject(new Error("secret details")));
    await expect(broken).rejects.toThrow("secret details");
    expect(await runs()).toMatchObject([{ status: "failed", error: expect.not.stringContaining("secret") }]);
  });

  it("are refused while the agent is off, and a schedule does nothing", async () => {
    await changeSettings(stage.app.db, { agent_enabled: false });
    const refused = await requestRun(stage.app).catch((error) => error);
    expect(refused instanceof AppError && refused.kind).toBe("conflict");
    expect((await runTask(stage.app, "auto-list")).counts.listed).toBe(0);
    expect(await runs()).toEqual([]);
  });
});

describe("a listing whose first call finds nobody", () => {
  const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  it.each([
    ["within a minute is waited for and listed by the same run", 400, 1],
    ["later is left to another run", 90_000, 0],
  ])("and that is due again %s", async (_name, backoff, count) => {
    await stage.manual("Knocked Twice");
    let knocks = 0;
    stage.network = (next) => async (url, init) => {
      knocks += 1;
      if (knocks === 1) throw new TypeError("fetch failed", { cause: refused });
      return next(url, init);
    };
    const timing = { ...stage.app.timing, backoffMs: [backoff] };
    const { counts, more } = await runTask({ ...stage.app, timing }, "auto-list");
    expect([counts.listed, more]).toEqual([count, false]);
    expect(await listed()).toBe(count);
  });
});

describe("the scheduler of this process", () => {
  it("lists by itself what is due, and looks again when it is woken", async () => {
    await stage.manual("By Itself");
    const scheduler = startScheduler(stage.app);
    await until(async () => (await listed()) === 1);
    await stage.manual("Woken");
    scheduler.wake();
    await until(async () => (await listed()) === 2);
    scheduler.stop();
    await expectGumroadComplete(stage, ["By Itself", "Woken"]);
  });

  it("pauses when something stands in the way of what is due, instead of trying at once again", async () => {
    await stage.manual("Blocked");
    const timing = { ...stage.app.timing, backoffMs: [400] };
    await stage.app.db.execute(sql`update platforms set credentials = 'damaged' where id = 2`);
    const scheduler = startScheduler({ ...stage.app, timing });
    await until(async () => (await runs()).length >= 3);
    scheduler.stop();
    const found = await stage.app.db.execute(
      sql`select extract(epoch from (max(created_at) - min(created_at)))::float as seconds, count(*) as runs from agent_runs`,
    );
    const [row] = rows(found, z.object({ seconds: z.number(), runs: z.number() }));
    expect((row?.seconds ?? 0) / ((row?.runs ?? 0) - 1)).toBeGreaterThanOrEqual(0.4);
  });
});

async function listed(): Promise<number> {
  const found = await stage.app.db.execute(
    sql`select count(*) as count from platform_listings where status = 'listed'`,
  );
  return rows(found, z.object({ count: z.number() }))[0]?.count ?? 0;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((done) => setTimeout(done, 30));
}
