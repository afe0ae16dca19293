import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openDb } from "@/db/client";
import { rows } from "@/db/rows";
import { syncSales } from "@/lib/agent/sync-sales";
import { activate } from "@/lib/connections/activate";
import { retryListing } from "@/lib/listings";
import { listings, openStage, runDry, type Stage } from "../agent/stage";
import { freshDatabase, type Open } from "../support/database";
import { connect } from "../support/markets";
import { answerFirst, commands, type Model, type System } from "./commands";
import { checkAlways } from "./invariants";

const RUNS = Number(process.env.MODEL_RUNS ?? 12);
const SEED = Number(process.env.MODEL_SEED ?? 20_261_122);

describe("any series of events, acts and answers", () => {
  it(`keeps the promises after each, and comes to rest: ${RUNS} series`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 14 }), async (series) => {
        // Hundreds of series: each gives its database back at once.
        const { url, drop } = await freshDatabase();
        let close = async () => {};
        const open: Open = async (options) => {
          const opened = await openDb({ ...options, driver: "pg", url, dataDir: "", migrate: true });
          close = opened.close;
          return opened;
        };
        const stage = await openStage(open);
        try {
          const setup = () => ({ model: { manuals: [], sales: 0, deleted: false }, real: { stage } });
          const held: { model: Model } = { model: setup().model };
          await fc.asyncModelRun((): { model: Model; real: System } => {
            const { real } = setup();
            return { model: held.model, real };
          }, series);
          await settle({ stage }, held.model);
        } finally {
          await stage.close();
          await close();
          await drop();
        }
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: Boolean(process.env.MODEL_FAST) },
    );
  }, 600_000);
});

const sync = (stage: Stage) => syncSales(stage.app, new Date(stage.app.world.now().getTime() + 20_000));

/** Everything is put right again; then each manual must be on sale once on both, and each sale in the ledger. */
async function settle({ stage }: System, model: Model): Promise<void> {
  await connect(stage.app, stage.markets);
  for (const id of [1, 2]) await activate(stage.app, id);
  for (let round = 0; round < 12; round += 1) {
    // Listings are looked at every six hours.
    stage.skip(7 * 3_600_000);
    await sync(stage);
    while (await answerFirst(stage));
    for (const { id, status } of await listings(stage.app))
      if (["paused", "error", "action_required"].includes(status)) await retryListing(stage.app, id);
    await runDry(stage);
    if (
      round > 0 &&
      (await listings(stage.app)).every(({ status }) => status === "listed" || status === "active")
    )
      break;
  }
  await checkAlways(stage, "the end");
  const all = await listings(stage.app);
  expect(
    all.map(({ status }) => status).filter((status) => status !== "listed" && status !== "active"),
  ).toEqual([]);
  expect(all).toHaveLength(2 * model.manuals.length);
  const [booked] = rows(
    await stage.app.db.execute(sql`select count(*)::int as n from revenue where transaction_type = 'sale'`),
    z.object({ n: z.number() }),
  );
  expect(booked?.n).toBe(model.sales);
}
