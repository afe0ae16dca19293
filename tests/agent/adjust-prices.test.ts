import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { adjustPrices } from "@/lib/agent/adjust-prices";
import { changeSettings } from "@/lib/settings";
import { DAY_MS, openShop, type Shop } from "../revenue/shop";
import { opener } from "../support/database";
import { connect } from "../support/markets";
import { listings } from "./stage";

const on = { enabled: true, window_days: 10, min_views: 50, step_percent: 10, cooldown_days: 14 };
const open = opener("pg");
let shop: Shop;
afterEach(() => shop.close());

const adjust = () =>
  adjustPrices(shop.app, new Date(shop.app.world.now().getTime() + 60_000), async () => {});
const price = async () => {
  const { listings } = z
    .object({ listings: z.array(z.object({ price: z.number(), title: z.string(), state: z.string() })) })
    .parse(await shop.markets.doors.etsy("GET", "books"));
  return listings.map((one) => one.price);
};
/** Days of visitors; the agent looks once a day. */
async function days(count: number, views: number) {
  for (let day = 0; day < count; day += 1) {
    await shop.markets.doors.etsy("POST", "visit", { listing_id: shop.etsyIds[0], views });
    await shop.pass(DAY_MS);
    if (day % 30 === 29) await connect(shop.app, shop.markets, ["etsy"]);
    await shop.sync();
  }
}
async function begin() {
  shop = await openShop(open, ["Knots"]);
  await shop.sync();
  await changeSettings(shop.app.db, { auto_pricing: on });
}

describe("prices of what is looked at and not bought", () => {
  it("go one step down after a whole window of views, applied and read back, with the evidence in the history", async () => {
    await begin();
    await days(8, 20);
    expect((await adjust()).counts.prices, "the window is not full yet").toBe(0);
    await days(4, 20);
    expect((await adjust()).counts).toMatchObject({ prices: 1, listed: 0 });
    expect(await price()).toEqual([1199]);
    const [listing] = (await listings(shop.app)).filter(({ platformId }) => platformId === 1);
    expect(listing).toMatchObject({ status: "active", step: null });
    const history = rows(
      await shop.app.db.execute(
        sql`select price_before as "before", price_after as "after", views, applied_at as applied from price_changes`,
      ),
      z.object({ before: z.number(), after: z.number(), views: z.number(), applied: z.date().nullable() }),
    );
    expect(history).toEqual([
      { before: 1299, after: 1199, views: expect.any(Number), applied: expect.any(Date) },
    ]);
    expect(history[0]?.views).toBeGreaterThanOrEqual(50);
    expect((await adjust()).counts.prices, "at most one step in a window").toBe(0);
    await days(10, 20);
    expect((await adjust()).counts.prices, "the cool-down is not over").toBe(0);
    await days(5, 20);
    expect((await adjust()).counts.prices).toBe(1);
    expect(await price()).toEqual([1099]);
  }, 60_000);

  it("stay while the rule is off, with too few views, after a sale, or when sales were not read", async () => {
    shop = await openShop(open, ["Knots"]);
    await shop.sync();
    await days(12, 20);
    expect((await adjust()).counts.prices, "off by default").toBe(0);
    await changeSettings(shop.app.db, { auto_pricing: { ...on, min_views: 500 } });
    expect((await adjust()).counts.prices, "too few views").toBe(0);
    await changeSettings(shop.app.db, { auto_pricing: on });
    await shop.app.db.execute(sql`update platforms set last_sync = last_sync - interval '3 days'`);
    expect((await adjust()).counts.prices, "nobody knows of sales").toBe(0);
    await shop.markets.doors.etsy("POST", "sale", { listing_id: shop.etsyIds[0] });
    await shop.sync();
    expect((await adjust()).counts.prices, "sold within the window").toBe(0);
    expect(await price()).toEqual([1299]);
  }, 60_000);

  it("never go below what leaves enough after fees", async () => {
    shop = await openShop(open, []);
    await shop.stage.manual("Thin", { price: 249 });
    await import("./stage").then(({ runDry }) => runDry(shop.stage));
    const books = z.object({ listings: z.array(z.object({ listing_id: z.number() })) });
    shop.etsyIds.push(
      ...books.parse(await shop.markets.doors.etsy("GET", "books")).listings.map((one) => one.listing_id),
    );
    await changeSettings(shop.app.db, { auto_pricing: { ...on, step_percent: 20 } });
    await shop.sync();
    await days(60, 30);
    for (let step = 0; step < 6; step += 1) {
      await adjust();
      await days(16, 30);
    }
    expect(await price()).toEqual([199]);
  }, 120_000);
});
