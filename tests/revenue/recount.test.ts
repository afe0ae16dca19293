import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { resolveAction } from "@/lib/action-queue/resolve";
import { reconcile } from "@/lib/agent/reconcile";
import { actions, cycle, openAction } from "../agent/stage";
import { opener } from "../support/database";
import { differences } from "./ledger";
import { DAY_MS, openShop, readEtsy, readGumroad, type Shop } from "./shop";

/** Hourly slices until the recount that is due is through. */
async function recountAll(shop: Shop): Promise<number> {
  for (let slices = 1; slices < 40; slices += 1) {
    await shop.pass(61 * 60_000);
    const { problems } = await reconcile(shop.app, new Date(shop.app.world.now().getTime() + 200_000));
    expect(problems).toEqual([]);
    await cycle(shop.app, 5_000);
    const open = await shop.app.db.execute(
      sql`select count(*)::int as open from platforms where recount is not null`,
    );
    if (rows(open, z.object({ open: z.number() }))[0]?.open === 0) return slices;
  }
  throw new Error("the recount does not come to an end");
}

const sold = async ({ app }: Shop) => {
  const found = await app.db.execute(
    sql`select platform_id as platform, count(*)::int as sales, sum(amount)::int as gross from revenue
      where transaction_type = 'sale' group by 1 order by 1`,
  );
  return rows(found, z.object({ platform: z.number(), sales: z.number(), gross: z.number() }));
};

describe("a recount of the sales of 90 days", () => {
  const open = opener("pg");

  it("agrees with the platforms' own lists and asks nobody, over as many slices as its calls allow", async () => {
    const shop = await openShop(open, ["Knots"]);
    const { doors } = shop.markets;
    for (let day = 0; day < 30; day += 1) {
      await doors.etsy("POST", "sale", { listing_id: shop.etsyIds[0], quantity: 1 + (day % 2) });
      for (let sale = 0; sale < 8; sale += 1)
        await doors.gumroad("POST", "sale", { product_id: shop.gumroadIds[0] });
      await shop.pass(DAY_MS);
      if (day % 10 === 0) await shop.sync();
    }
    await shop.sync();
    const before = await sold(shop);
    shop.app.timing = { ...shop.app.timing, budget: "platform" };
    expect(await recountAll(shop), "240 sales in pages of ten do not fit into one hour").toBeGreaterThan(1);
    expect(await sold(shop)).toEqual(before);
    expect(await actions(shop.app)).toEqual([]);
    await shop.close();
  }, 180_000);

  it("books what never came, and asks once about a day on which the platform shows other sums", async () => {
    const shop = await openShop(open, ["Knots"]);
    const { doors } = shop.markets;
    const { db } = shop.app;
    for (let day = 0; day < 6; day += 1) {
      await doors.etsy("POST", "sale", { listing_id: shop.etsyIds[0] });
      await doors.gumroad("POST", "sale", { product_id: shop.gumroadIds[0] });
      await shop.pass(DAY_MS);
    }
    await shop.sync();
    const whole = await sold(shop);
    await shop.pass(2 * DAY_MS);
    // A sale that was lost, on both; and one that Gumroad has never heard of.
    await db.execute(sql`delete from revenue where id in (select min(id) from revenue group by platform_id)`);
    await db.execute(sql`insert into revenue (platform_id, transaction_type, transaction_id, sequence, amount, fee, currency,
        quantity, basis, transaction_date, created_at)
      select platform_id, 'sale', 'unheard', 0, 5000, 0, 'USD', 1, 'estimated', transaction_date, created_at
      from revenue where platform_id = 2 order by id desc limit 1`);
    await recountAll(shop);
    const { sales, gross } = whole[1] ?? { sales: 0, gross: 0 };
    expect(await sold(shop)).toEqual([whole[0], { platform: 2, sales: sales + 1, gross: gross + 5000 }]);
    const asked = await openAction(shop.app);
    expect(asked.title).toBe("Gumroad shows other sales than we booked on one day");
    expect(asked.description).toMatch(/: 1 sold, \$12\.99 on Gumroad; 2 sold, \$62\.99 booked\./);
    await resolveAction(shop.app, asked.id, true, null, "a test");
    await shop.pass(DAY_MS);
    await recountAll(shop);
    expect((await actions(shop.app)).map(({ status }) => status)).toEqual(["completed"]);
    await db.execute(sql`delete from revenue where transaction_id = 'unheard'`);
    expect(
      (await differences(db)).length,
      "deleting behind the ledger's back is seen by its check",
    ).toBeGreaterThan(0);
    await shop.close();
  }, 120_000);

  it("finds a refund of a sale that is too old for the hourly reading", async () => {
    const shop = await openShop(open, ["Knots"]);
    const { doors } = shop.markets;
    await doors.etsy("POST", "sale", { listing_id: shop.etsyIds[0] });
    await doors.gumroad("POST", "sale", { product_id: shop.gumroadIds[0] });
    await shop.sync();
    await shop.pass(20 * DAY_MS);
    // Newer sales, so that the hourly reading goes back three days only.
    await doors.etsy("POST", "sale", { listing_id: shop.etsyIds[0] });
    await doors.gumroad("POST", "sale", { product_id: shop.gumroadIds[0] });
    await shop.sync();
    const [receipt] = await readEtsy(shop);
    const [sale] = await readGumroad(shop);
    await doors.etsy("POST", "refund", { receipt_id: receipt?.receipt_id });
    await doors.gumroad("POST", "refund", { sale_id: sale?.id });
    const refunds = async () => {
      const found = await shop.app.db.execute(
        sql`select platform_id as platform, amount from revenue where transaction_type = 'refund' order by 1`,
      );
      return rows(found, z.object({ platform: z.number(), amount: z.number() }));
    };
    await shop.pass(3_600_000);
    await shop.sync();
    expect(await refunds()).toEqual([]);
    await recountAll(shop);
    expect(await refunds()).toEqual([
      { platform: 1, amount: -1299 },
      { platform: 2, amount: -1299 },
    ]);
    expect(await differences(shop.app.db)).toEqual([]);
    await shop.close();
  }, 120_000);
});
