import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { resolveAction } from "@/lib/action-queue/resolve";
import { openShop, type Shop } from "../revenue/shop";
import { opener } from "../support/database";
import { expectEtsyComplete, expectGumroadComplete } from "./books";
import { sellerOn } from "./seller";
import { listingOn, slice, work } from "./slices";
import { actions, listings, openAction, runDry } from "./stage";

const HOUR_MS = 3_600_000;
const open = opener("pg");
const complete = { etsy: expectEtsyComplete, gumroad: expectGumroadComplete };
let shop: Shop;
afterEach(() => shop.close());

/** The next look at many listings at once, and what the engine makes of it. */
async function look() {
  await shop.pass(7 * HOUR_MS);
  await shop.sync();
  await runDry(shop);
}

describe.each(["etsy", "gumroad"] as const)("a live listing on %s", (name) => {
  it("whose title somebody changed there is put right, once; then a person is asked", async () => {
    shop = await openShop(open, ["Knots"]);
    const { remoteId } = await listingOn(shop, name);
    await (await sellerOn(shop, name)).rename(remoteId, "Not Knots");
    await look();
    await complete[name](shop, ["Knots"]);
    expect(await listingOn(shop, name)).toMatchObject({ status: "active", remoteId });
    await (await sellerOn(shop, name)).rename(remoteId, "Not Knots");
    await shop.pass(7 * HOUR_MS);
    await shop.sync();
    await work(shop);
    const asked = await openAction(shop.app);
    expect(asked.description).toContain("the title is “Not Knots”, again");
    await resolveAction(shop.app, asked.id, true, null, "a test");
    await runDry(shop);
    await complete[name](shop, ["Knots"]);
    expect(await listingOn(shop, name)).toMatchObject({ status: "listed", remoteId });
  }, 60_000);

  it("that vanished is asked about, and made again by the answer, once", async () => {
    shop = await openShop(open, ["Knots"]);
    const { remoteId } = await listingOn(shop, name);
    await (await sellerOn(shop, name)).remove(remoteId);
    await shop.pass(7 * HOUR_MS);
    await shop.sync();
    await work(shop);
    const asked = await openAction(shop.app);
    expect(asked.description).toContain("it is made again");
    expect((await listings(shop.app)).map(({ status }) => status).sort()).toEqual([
      "action_required",
      "active",
    ]);
    await resolveAction(shop.app, asked.id, true, null, "a test");
    await runDry(shop);
    if (name === "etsy") await expectEtsyComplete(shop, ["Knots"], { paid: 2 });
    else await expectGumroadComplete(shop, ["Knots"]);
    expect((await listingOn(shop, name)).remoteId).not.toBe(remoteId);
  }, 60_000);

  it("whose file is gone gets it back within the hourly slices", async () => {
    shop = await openShop(open, ["Knots"]);
    const { remoteId } = await listingOn(shop, name);
    await (await sellerOn(shop, name)).removeFile(remoteId);
    await slice(shop, 25 * 60);
    await runDry(shop);
    await complete[name](shop, ["Knots"]);
    expect((await listingOn(shop, name)).remoteId).toBe(remoteId);
  }, 60_000);
});

describe("reconcile", () => {
  it("does no harm to a listing that a batch answer leaves out", async () => {
    shop = await openShop(open, ["Knots", "Bees"]);
    const { remoteId } = await listingOn(shop, "etsy");
    shop.stage.network = (next) => async (url, init) => {
      const answer = await next(url, init);
      if (!url.includes("/listings/batch")) return answer;
      const all = z
        .object({ results: z.array(z.looseObject({ listing_id: z.number() })) })
        .parse(await answer.json());
      const results = all.results.filter((one) => String(one.listing_id) !== remoteId);
      return new Response(JSON.stringify({ ...all, results }), answer);
    };
    await look();
    expect((await listings(shop.app)).map(({ status }) => status).sort()).toEqual([
      "active",
      "active",
      "active",
      "listed",
    ]);
    expect(await actions(shop.app)).toEqual([]);
    await expectEtsyComplete(shop, ["Knots", "Bees"]);
  }, 60_000);

  it("frees what waits for nothing, and closes a question that nobody needs answered", async () => {
    shop = await openShop(open, ["Knots", "Bees", "Moss"]);
    const { db } = shop.app;
    await db.execute(
      sql`update platform_listings set status = 'action_required', hold = 'choose:gone' where id = 1`,
    );
    await db.execute(sql`update platform_listings set status = 'pending' where id = 2`);
    await db.execute(sql`insert into action_queue (action_type, cause, title, description, prompt, input_type, listing_id)
      values ('verification', 'x', 't', 'd', 'p', 'confirmation', 3)`);
    await slice(shop);
    await runDry(shop);
    expect((await listings(shop.app)).filter(({ status }) => !["listed", "active"].includes(status))).toEqual(
      [],
    );
    expect((await actions(shop.app)).map(({ status }) => status)).toEqual(["completed"]);
    await expectEtsyComplete(shop, ["Knots", "Bees", "Moss"]);
  }, 60_000);

  it("tells of work that does not get on", async () => {
    shop = await openShop(open, ["Knots"]);
    await shop.app.db.execute(sql`insert into listing_work (listing_id, platform_id, due, misses)
      select id, platform_id, now() + interval '5 hours', 11 from platform_listings where platform_id = 1`);
    await shop.app.db.execute(
      sql`update platform_listings set error_message = 'Etsy did not answer.' where platform_id = 1`,
    );
    expect((await slice(shop)).problems).toEqual([
      "Etsy: 1 listing does not get on. Etsy did not answer. The agent keeps trying; see it under Listings.",
    ]);
  }, 60_000);

  it("two at once do each slice once, and none before its hour", async () => {
    shop = await openShop(open, ["Knots"]);
    let calls = 0;
    shop.stage.network = (next) => (url, init) => {
      if (url.includes("state=draft")) calls += 1;
      return next(url, init);
    };
    await shop.pass(HOUR_MS);
    await Promise.all([slice(shop, 0), slice(shop, 0)]);
    await slice(shop, 30);
    expect(calls).toBe(1);
    await slice(shop, 31);
    expect(calls).toBe(2);
  }, 60_000);
});
