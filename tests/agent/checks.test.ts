import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { autoList } from "@/lib/agent/auto-list";
import { reconcile } from "@/lib/agent/reconcile";
import { openShop, type Shop } from "../revenue/shop";
import { opener } from "../support/database";
import { expectEtsyComplete, expectGumroadComplete, readBooks } from "./books";
import { sellerOn } from "./seller";
import { listingOn, slice, work } from "./slices";
import { actions, cycle, listings, openAction } from "./stage";

const HOUR_MS = 3_600_000;
const open = opener("pg");
let shop: Shop;
afterEach(() => shop.close());

describe("a check", () => {
  it("compares with what was sent: what was changed here meanwhile is for listings that come", async () => {
    shop = await openShop(open, ["Knots"]);
    await shop.app.db.execute(
      sql`update manuals set price = 2999, title = 'Better Knots', description = 'New.'`,
    );
    await slice(shop, 25 * 60);
    await work(shop);
    await expectEtsyComplete(shop, ["Knots"]);
    await expectGumroadComplete(shop, ["Knots"]);
    expect(await actions(shop.app)).toEqual([]);
  }, 60_000);

  it("publishes nothing that the seller takes off sale while it is put right", async () => {
    shop = await openShop(open, ["Knots"]);
    const { remoteId } = await listingOn(shop, "etsy");
    await (await sellerOn(shop, "etsy")).rename(remoteId, "Not Knots");
    let off = false;
    shop.stage.network = (next) => async (url, init) => {
      const answer = await next(url, init);
      if (!off && init.method === "PUT" && url.endsWith("/inventory")) {
        off = true;
        await shop.markets.doors.etsy("POST", "listing", { listing_id: Number(remoteId), state: "inactive" });
      }
      return answer;
    };
    await shop.pass(7 * HOUR_MS);
    await shop.sync();
    await work(shop);
    expect(off).toBe(true);
    expect(await listingOn(shop, "etsy")).toMatchObject({
      status: "paused",
      message: expect.stringContaining("inactive"),
    });
    const { publications } = (await readBooks(shop)).etsy;
    expect(publications).toHaveLength(1);
  }, 60_000);

  it("is never made of a listing that a person made by hand, with a key or without", async () => {
    shop = await openShop(open, ["Knots"]);
    await shop.app.db.execute(sql`update platforms set is_active = true, credentials_status = 'verified',
      credentials = (select credentials from platforms where id = 2) where id = 3`);
    await shop.app.db.execute(sql`insert into platform_listings (manual_id, platform_id, natural_key, slug, status, title,
        seo_title, price, currency, platform_listing_id, listed_at)
      values (1, 3, 'k-1-3', 's', 'active', 'Knots', 'Knots', 1299, 'USD', 'AbCd1', now())`);
    await slice(shop, 25 * 60);
    await work(shop);
    await slice(shop);
    await work(shop);
    expect(await actions(shop.app)).toEqual([]);
    expect((await listings(shop.app)).find(({ platformId }) => platformId === 3)?.status).toBe("active");
  }, 60_000);
});

it("what waits for a connection is asked about in the part of a cycle that belongs to no platform", async () => {
  shop = await openShop(open, []);
  await shop.app.db.execute(
    sql`update platforms set credentials_status = 'not_configured', credentials = null where id = 1`,
  );
  await shop.stage.manual("Knots");
  await autoList(shop.app, new Date(shop.app.world.now().getTime() + 5_000));
  await shop.app.db.execute(sql`delete from action_queue`);
  const { counts } = await autoList(
    shop.app,
    new Date(shop.app.world.now().getTime() + 5_000),
    undefined,
    null,
  );
  expect(counts.actions).toBe(1);
  expect(await openAction(shop.app)).toMatchObject({
    title: "Etsy signed us out: 1 manual waits",
  });
}, 60_000);

describe("what nobody waits for", () => {
  it("costs at most 20 calls a platform and hour, however many listings there are", async () => {
    shop = await openShop(
      open,
      Array.from({ length: 10 }, (_, index) => `Manual ${index}`),
    );
    const app = { ...shop.app, timing: { ...shop.app.timing, budget: "platform" as const } };
    Object.assign(shop.app, app);
    await shop.app.db.execute(sql`update platforms set sales_cursor = null`);
    const polls = /\/receipts|\/v2\/sales|\/oauth\//;
    const hosts = { etsy: 0, gumroad: 0 };
    shop.stage.network = (next) => (url, init) => {
      if (!polls.test(url)) hosts[url.startsWith(shop.markets.origins.etsy ?? "-") ? "etsy" : "gumroad"] += 1;
      return next(url, init);
    };
    // Within one window of the clock.
    const now = shop.app.world.now().getTime();
    await shop.pass(8 * HOUR_MS - (now % HOUR_MS) + 1_000);
    for (let minutes = 0; minutes < 58; minutes += 7) {
      await shop.app.db.execute(sql`update platform_listings set stats_at = null, checked_at = null`);
      await shop.app.db.execute(sql`update platforms set reconciled_at = null`);
      await shop.sync();
      await reconcile(shop.app, new Date(shop.app.world.now().getTime() + 60_000));
      await cycle(shop.app, 10_000);
      await shop.pass(7 * 60_000);
    }
    expect(hosts.gumroad).toBeGreaterThan(10);
    expect(hosts.etsy).toBeGreaterThan(5);
    expect(Math.max(hosts.etsy, hosts.gumroad)).toBeLessThanOrEqual(20);
  }, 120_000);
});
