import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { cancelAction, reopenAction } from "@/lib/action-queue/leave";
import { resolveAction } from "@/lib/action-queue/resolve";
import { expireActions } from "@/lib/agent/expire-actions";
import { changeSettings } from "@/lib/settings";
import { actions, cycle, listings, openAction, openStage, runDry, type Stage } from "../agent/stage";
import { opener } from "../support/database";
import { answer, refusalOf } from "./stage";

const DAY = 86_400_000;
const open = opener("pg");
let stage: Stage;
afterEach(() => stage.close());

const expire = () => expireActions(stage.app, new Date(stage.app.world.now().getTime() + 60_000));
const row = async () => {
  const found = await stage.app.db.execute(
    sql`select status, priority, reminded_at as reminded, expires_at as expires from action_queue order by id limit 1`,
  );
  const shape = z.object({
    status: z.string(),
    priority: z.number(),
    reminded: z.date().nullable(),
    expires: z.date().nullable(),
  });
  const [one] = rows(found, shape);
  if (!one) throw new Error("no action");
  return one;
};
/** A listing that waits for a word before it is published. */
async function waitingForWord() {
  stage = await openStage(open, { platforms: ["gumroad"] });
  await changeSettings(stage.app.db, { publish: "ask" });
  await stage.manual("Knots");
  await cycle(stage.app);
  return openAction(stage.app);
}

describe("the deadline of an action", () => {
  it("is told two days before: it is moved up once", async () => {
    await waitingForWord();
    const { priority } = await row();
    stage.skip(11 * DAY);
    await expire();
    expect(await row()).toMatchObject({ status: "pending", reminded: null, priority });
    stage.skip(1.5 * DAY);
    await expire();
    await expire();
    expect(await row()).toMatchObject({
      status: "pending",
      reminded: expect.any(Date),
      priority: priority + 20,
    });
  });

  it("pauses the listing when it passes, and approves nothing", async () => {
    const { id } = await waitingForWord();
    stage.skip(15 * DAY);
    const { counts } = await expire();
    expect(counts).toMatchObject({ timed_out: 1 });
    expect((await expire()).counts.timed_out).toBe(0);
    expect((await listings(stage.app))[0]).toMatchObject({ status: "paused" });
    const refused = await refusalOf(resolveAction(stage.app, id, true, null, "Ada"));
    expect([refused.kind, refused.message]).toEqual(["conflict", "This action ran out (timed_out)."]);
    await runDry(stage);
    expect((await stage.markets.gumroadBooks()).products.map(({ published }) => published)).toEqual([false]);
  });

  it.each(["timed out", "cancelled"])(
    "what was %s is asked again by reopening it, and goes on after the answer",
    async (how) => {
      const { id } = await waitingForWord();
      if (how === "cancelled") await cancelAction(stage.app, id, "Ada");
      else {
        stage.skip(15 * DAY);
        await expire();
      }
      await reopenAction(stage.app, id);
      expect(await reopenAction(stage.app, id)).toEqual({
        message: "This action waits for you again.",
        action_id: id,
      });
      expect((await listings(stage.app))[0]).toMatchObject({ status: "action_required" });
      expect((await row()).expires?.getTime()).toBeGreaterThan(stage.app.world.now().getTime() + 13 * DAY);
      await answer(stage, true);
      await runDry(stage);
      expect((await listings(stage.app))[0]).toMatchObject({ status: "listed" });
      expect((await refusalOf(reopenAction(stage.app, id))).kind).toBe("conflict");
    },
  );

  it("an action whose listing went on meanwhile is not asked again", async () => {
    const { id } = await waitingForWord();
    await cancelAction(stage.app, id, "Ada");
    await stage.app.db.execute(sql`update platform_listings set hold = null, status = 'error'`);
    expect((await refusalOf(reopenAction(stage.app, id))).kind).toBe("conflict");
    expect((await actions(stage.app))[0]?.status).toBe("cancelled");
  });

  it("lets a hundred run out in one pass, and says that there are more", async () => {
    await waitingForWord();
    await stage.app.db.execute(sql`insert into action_queue (action_type, cause, title, description, prompt, input_type, expires_at)
      select 'verification', 'x:' || n, 't', 'd', 'p', 'confirmation', now() - interval '1 day' from generate_series(1, 150) n`);
    const first = await expire();
    expect([first.counts.timed_out, first.more]).toEqual([100, true]);
    const second = await expire();
    expect([second.counts.timed_out, second.more]).toEqual([50, false]);
  });
});
