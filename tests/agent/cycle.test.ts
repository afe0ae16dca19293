import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { runTask } from "@/lib/agent/tasks";
import type { App } from "@/lib/app";
import { changeSettings } from "@/lib/settings";
import { DAY_MS, openShop } from "../revenue/shop";
import { opener } from "../support/database";

describe("the whole cycle", () => {
  const open = opener("pg");

  it("runs the four tasks in the guide's order, and each leaves its count in the run", async () => {
    const shop = await openShop(open, ["Knots"]);
    const { app } = shop;
    const { doors } = shop.markets;
    await changeSettings(app.db, {
      auto_pricing: { enabled: true, window_days: 5, min_views: 10, step_percent: 10, cooldown_days: 5 },
    });
    await shop.sync();
    for (let day = 0; day < 7; day += 1) {
      await doors.etsy("POST", "visit", { listing_id: shop.etsyIds[0], views: 30 });
      await shop.pass(DAY_MS);
      await shop.sync();
    }
    await doors.gumroad("POST", "sale", { product_id: shop.gumroadIds[0] });
    await lateAction(app);
    await shop.stage.manual("Bees");
    const reply = await runTask(app, "run-agent");
    expect(reply.counts).toEqual({ listed: 2, synced: 1, timed_out: 1, prices: 1, actions: 0 });
    const [run] = rows(
      await app.db.execute(sql`select task, status, counts, error from agent_runs order by id desc limit 1`),
      z.looseObject({ counts: z.unknown() }),
    );
    expect(run).toEqual({ task: "run-agent", status: "finished", counts: reply.counts, error: null });
    await shop.close();
  }, 60_000);

  it("goes on with the next task when one breaks off, and says so in the run", async () => {
    const shop = await openShop(open, ["Knots"]);
    const { app } = shop;
    await shop.markets.doors.gumroad("POST", "sale", { product_id: shop.gumroadIds[0] });
    await lateAction(app);
    shop.stage.onEvent = (event) => {
      if (event.includes("set reminded_at")) throw new Error("this statement broke");
    };
    const reply = await runTask(app, "run-agent");
    expect(reply.counts.synced).toBe(1);
    shop.stage.onEvent = null;
    const [run] = rows(
      await app.db.execute(sql`select status, error from agent_runs order by id desc limit 1`),
      z.object({ status: z.string(), error: z.string().nullable() }),
    );
    expect(run).toEqual({ status: "problems", error: expect.stringContaining("expire-actions") });
    await shop.close();
  }, 60_000);

  it.each(["sync-sales", "expire-actions", "adjust-prices", "reconcile"] as const)(
    "does nothing in %s while the agent is switched off",
    async (task) => {
      const shop = await openShop(open, []);
      await changeSettings(shop.app.db, { agent_enabled: false });
      let calls = 0;
      shop.stage.network = (next) => (url, init) => {
        calls += 1;
        return next(url, init);
      };
      const reply = await runTask(shop.app, task);
      expect([reply.more, calls]).toEqual([false, 0]);
      expect(Object.values(reply.counts)).toEqual([0, 0, 0, 0, 0]);
      await shop.close();
    },
  );
});

async function lateAction({ db }: App): Promise<void> {
  await db.execute(sql`insert into action_queue (action_type, cause, title, description, prompt, input_type, expires_at)
    values ('verification', 'x', 't', 'd', 'p', 'confirmation', now() - interval '1 day')`);
}
