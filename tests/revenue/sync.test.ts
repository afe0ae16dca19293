import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { summariseRevenue } from "@/db/queries/revenue";
import { rows } from "@/db/rows";
import { syncSales } from "@/lib/agent/sync-sales";
import { opener } from "../support/database";
import { connect } from "../support/markets";
import { seeded } from "../support/random";
import { differences } from "./ledger";
import { numberOf } from "./listing";
import { booksByDay, DAY_MS, openShop, readEtsy, readGumroad } from "./shop";

describe("sales of the stand-ins", () => {
  const open = opener("pg");

  it("over 400 days, with pages, quantities and orders of the same second: units and gross by platform and day equal their books", async () => {
    const shop = await openShop(open, ["Knots", "Bees", "Ovens"]);
    const { doors } = shop.markets;
    const random = seeded(400);
    const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)] ?? list[0] ?? never();
    let etsy = 0;
    let gumroad = 0;
    for (let day = 0; day < 400; day += 1) {
      await shop.pass(DAY_MS);
      const orders = day % 97 === 50 ? 25 : Math.floor(random() * 3);
      for (let order = 0; order < orders; order += 1) {
        const quantity = random() < 0.2 ? 2 + Math.floor(random() * 3) : 1;
        const coupon = random() < 0.1 ? 100 : 0;
        if (random() < 0.5) {
          await doors.etsy("POST", "sale", { listing_id: pick(shop.etsyIds), quantity, coupon });
          etsy += 1;
        } else {
          await doors.gumroad("POST", "sale", { product_id: pick(shop.gumroadIds), quantity });
          gumroad += 1;
        }
      }
      // Listings must not run out for want of buyers.
      if (day % 60 === 0)
        for (const listing_id of shop.etsyIds) await doors.etsy("POST", "sale", { listing_id });
    }
    expect(etsy, "more than two pages of Etsy").toBeGreaterThan(200);
    expect(gumroad, "more than twenty pages of Gumroad").toBeGreaterThan(200);
    // Etsy's refresh tokens last 90 days.
    await connect(shop.app, shop.markets, ["etsy"]);
    expect((await shop.sync()).problems).toEqual([]);

    const { db } = shop.app;
    const found = rows(
      await db.execute(
        sql`select platform_id || ' ' || day as key, units, gross from revenue_daily where gross > 0 order by 1`,
      ),
      z.object({ key: z.string(), units: z.number(), gross: z.number() }),
    );
    const books = await booksByDay(shop);
    expect(Object.fromEntries(found.map(({ key, units, gross }) => [key, [units, gross]]))).toEqual(
      Object.fromEntries([...books].sort()),
    );
    expect(await differences(db)).toEqual([]);
    const summary = await summariseRevenue(db, { days: 401, now: shop.app.world.now() });
    const all = [...books.values()];
    expect([summary.total.units, summary.total.gross]).toEqual([
      all.reduce((sum, [units]) => sum + units, 0),
      all.reduce((sum, [, gross]) => sum + gross, 0),
    ]);
    const again = await shop.sync();
    expect(again).toEqual({ problems: [], synced: 0 });
    await shop.close();
  }, 180_000);

  it("young refunds, whole and in parts, come with the next sync; nothing is booked twice", async () => {
    const shop = await openShop(open, ["Knots"]);
    const { doors } = shop.markets;
    const [listing_id] = shop.etsyIds;
    const [product_id] = shop.gumroadIds;
    await doors.etsy("POST", "sale", { listing_id, quantity: 2 });
    await doors.gumroad("POST", "sale", { product_id });
    await shop.sync();
    const [receipt] = await readEtsy(shop);
    const [sale] = await readGumroad(shop);
    await shop.pass(3_600_000);
    await doors.etsy("POST", "refund", { receipt_id: receipt?.receipt_id, amount: 500 });
    await doors.gumroad("POST", "refund", { sale_id: sale?.id, amount_cents: 300 });
    await shop.sync();
    await shop.sync();
    await shop.pass(3_600_000);
    await doors.etsy("POST", "refund", { receipt_id: receipt?.receipt_id });
    await doors.gumroad("POST", "refund", { sale_id: sale?.id });
    await shop.sync();
    const found = rows(
      await shop.app.db.execute(
        sql`select platform_id as p, transaction_type as type, sequence as n, amount from revenue order by p, id`,
      ),
      z.object({ p: z.number(), type: z.string(), n: z.number(), amount: z.number() }),
    ).map(({ p, type, n, amount }) => [p, type, n, amount]);
    expect(found).toEqual([
      [1, "sale", 0, 2598],
      [1, "refund", 0, -500],
      [1, "refund", 1, -2098],
      [2, "sale", 0, 1299],
      [2, "refund", 0, -300],
      [2, "refund", 1, -999],
    ]);
    expect(await differences(shop.app.db)).toEqual([]);
    await shop.close();
  }, 60_000);

  it("a crash before or after any statement of a sync, and syncs that overlap, change nothing in the end", async () => {
    const shop = await openShop(open, ["Knots"]);
    const { doors } = shop.markets;
    for (let order = 0; order < 35; order += 1) {
      await doors.etsy("POST", "sale", { listing_id: shop.etsyIds[0] });
      await doors.gumroad("POST", "sale", { product_id: shop.gumroadIds[0] });
    }
    for (let crash = 1; ; crash += 1) {
      let events = 0;
      shop.stage.onEvent = () => {
        events += 1;
        if (events === crash) throw new Error("the process died");
      };
      await shop.sync().catch(() => {});
      const reached = events >= crash;
      shop.stage.onEvent = null;
      // Its lease has ended when the next one comes.
      shop.skip(180_000);
      if (!reached) break;
    }
    await Promise.all([shop.sync(), shop.sync(), shop.sync()]);
    expect(
      await numberOf(shop.app.db, sql`select count(*) as n from revenue where transaction_type = 'sale'`),
    ).toBe(70);
    expect(await differences(shop.app.db)).toEqual([]);
    await shop.close();
  }, 120_000);

  it("a listing that is seen for sale is active; taken off there it is paused, put back it is active again", async () => {
    const shop = await openShop(open, ["Knots"]);
    const status = async () => {
      const found = await shop.app.db.execute(
        sql`select status, error_message as message from platform_listings where platform_id = 1`,
      );
      return rows(found, z.object({ status: z.string(), message: z.string().nullable() }))[0];
    };
    const [listing_id] = shop.etsyIds;
    expect((await status())?.status).toBe("listed");
    await shop.sync();
    expect(await status()).toEqual({ status: "active", message: null });
    await shop.markets.doors.etsy("POST", "listing", { listing_id, state: "inactive" });
    await shop.sync();
    expect((await status())?.status, "looked at a moment ago").toBe("active");
    await shop.pass(7 * 3_600_000);
    await shop.sync();
    expect(await status()).toEqual({ status: "paused", message: "It is not on sale on Etsy (inactive)." });
    await shop.markets.doors.etsy("POST", "listing", { listing_id, state: "active" });
    await shop.pass(7 * 3_600_000);
    await shop.sync();
    expect(await status()).toEqual({ status: "active", message: null });
    await shop.close();
  }, 60_000);

  it("an answer that is not as documented is an error on the card, never no sales", async () => {
    const shop = await openShop(open, ["Knots"]);
    await shop.markets.doors.gumroad("POST", "faults", {
      match: { method: "GET", path: "/v2/sales" },
      kind: "html",
      times: 1,
    });
    const { problems } = await shop.sync();
    expect(problems).toEqual([expect.stringContaining("Gumroad")]);
    const [card] = rows(
      await shop.app.db.execute(
        sql`select sync_status as status, sync_error as error, last_sync as last from platforms where name = 'gumroad'`,
      ),
      z.object({ status: z.string(), error: z.string().nullable(), last: z.date().nullable() }),
    );
    expect(card).toMatchObject({ status: "error", error: expect.any(String), last: null });
    await shop.sync();
    const healed = await shop.app.db.execute(
      sql`select count(*) as n from platforms where name = 'gumroad' and sync_status = 'synced'`,
    );
    expect(rows(healed, z.object({ n: z.coerce.number() }))[0]?.n).toBe(1);
    await shop.close();
  }, 60_000);

  it("a platform that asks to wait is not asked again before the moment it named", async () => {
    const shop = await openShop(open, ["Knots"]);
    shop.app.timing = { ...shop.app.timing, budget: "platform" };
    const match = { method: "GET", path: "/v2/sales" };
    await shop.markets.doors.gumroad("POST", "faults", {
      match,
      kind: "rate_limited",
      retry_after: 40,
      times: 1,
    });
    expect((await shop.sync()).problems).toEqual([expect.stringContaining("slow down")]);
    let calls = 0;
    shop.stage.network = (next) => (url, init) => {
      if (url.includes("/v2/sales")) calls += 1;
      return next(url, init);
    };
    const once = () => syncSales(shop.app, new Date(shop.app.world.now().getTime() + 60_000));
    await shop.pass(30_000);
    await once();
    expect(calls).toBe(0);
    await shop.pass(11_000);
    await once();
    expect(calls).toBe(1);
    await shop.close();
  }, 60_000);

  it("a platform that hangs delays the others by no more than its own time-out", async () => {
    const shop = await openShop(open, ["Knots"]);
    await shop.markets.doors.gumroad("POST", "sale", { product_id: shop.gumroadIds[0] });
    shop.stage.network = (next) => (url, init) =>
      url.includes("/receipts")
        ? new Promise((_, fail) => init.signal?.addEventListener("abort", () => fail(new Error("time-out"))))
        : next(url, init);
    const order: string[] = [];
    const watch = setInterval(async () => {
      const found = await numberOf(shop.app.db, sql`select count(*) as n from revenue`);
      if (found > 0 && order.length === 0) order.push("gumroad is booked");
    }, 50);
    const { problems } = await shop.sync();
    order.push("etsy gave up");
    clearInterval(watch);
    expect(order).toEqual(["gumroad is booked", "etsy gave up"]);
    expect(problems).toEqual([expect.stringContaining("Etsy")]);
    await shop.close();
  }, 60_000);
});

function never(): never {
  throw new Error("an empty list");
}
