import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { resolveAction } from "@/lib/action-queue/resolve";
import { autoList } from "@/lib/agent/auto-list";
import { reconcile } from "@/lib/agent/reconcile";
import { openShop, type Shop } from "../revenue/shop";
import { opener } from "../support/database";
import { expectEtsyComplete, expectGumroadComplete, readBooks } from "./books";
import { sellerOn } from "./seller";
import { actions, cycle, listings, nextDue, openAction, runDry } from "./stage";

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

/** Works off what is due, moving the clock over the waits; answers nothing. */
async function work() {
  for (let rounds = 0; rounds < 50; rounds += 1) {
    const due = await nextDue(shop.app);
    if (!due) return;
    shop.skip(Math.max(0, due.getTime() - shop.app.world.now().getTime()));
    await cycle(shop.app, 5_000);
  }
  throw new Error("work is left");
}

/** The hourly slice, some time later. */
async function slice(minutes = 61) {
  if (minutes > 0) await shop.pass(minutes * 60_000);
  return reconcile(shop.app, new Date(shop.app.world.now().getTime() + 60_000));
}

async function listingOn(name: "etsy" | "gumroad") {
  const found = (await listings(shop.app)).find(({ platformId }) => platformId === (name === "etsy" ? 1 : 2));
  if (!found?.remoteId) throw new Error("it is not listed");
  return { ...found, remoteId: found.remoteId };
}

describe.each(["etsy", "gumroad"] as const)("a live listing on %s", (name) => {
  it("whose title somebody changed there is put right, once; then a person is asked", async () => {
    shop = await openShop(open, ["Knots"]);
    const { remoteId } = await listingOn(name);
    await (await sellerOn(shop, name)).rename(remoteId, "Not Knots");
    await look();
    await complete[name](shop, ["Knots"]);
    expect(await listingOn(name)).toMatchObject({ status: "active", remoteId });
    await (await sellerOn(shop, name)).rename(remoteId, "Not Knots");
    await shop.pass(7 * HOUR_MS);
    await shop.sync();
    await work();
    const asked = await openAction(shop.app);
    expect(asked.description).toContain("the title is “Not Knots”, again");
    await resolveAction(shop.app, asked.id, true, null, "a test");
    await runDry(shop);
    await complete[name](shop, ["Knots"]);
    expect(await listingOn(name)).toMatchObject({ status: "listed", remoteId });
  }, 60_000);

  it("that vanished is asked about, and made again by the answer, once", async () => {
    shop = await openShop(open, ["Knots"]);
    const { remoteId } = await listingOn(name);
    await (await sellerOn(shop, name)).remove(remoteId);
    await shop.pass(7 * HOUR_MS);
    await shop.sync();
    await work();
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
    expect((await listingOn(name)).remoteId).not.toBe(remoteId);
  }, 60_000);

  it("whose file is gone gets it back within the hourly slices", async () => {
    shop = await openShop(open, ["Knots"]);
    const { remoteId } = await listingOn(name);
    await (await sellerOn(shop, name)).removeFile(remoteId);
    await slice(25 * 60);
    await runDry(shop);
    await complete[name](shop, ["Knots"]);
    expect((await listingOn(name)).remoteId).toBe(remoteId);
  }, 60_000);
});

describe("a check", () => {
  it("compares with what was sent: what was changed here meanwhile is for listings that come", async () => {
    shop = await openShop(open, ["Knots"]);
    await shop.app.db.execute(
      sql`update manuals set price = 2999, title = 'Better Knots', description = 'New.'`,
    );
    await slice(25 * 60);
    await work();
    await expectEtsyComplete(shop, ["Knots"]);
    await expectGumroadComplete(shop, ["Knots"]);
    expect(await actions(shop.app)).toEqual([]);
  }, 60_000);

  it("publishes nothing that the seller takes off sale while it is put right", async () => {
    shop = await openShop(open, ["Knots"]);
    const { remoteId } = await listingOn("etsy");
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
    await work();
    expect(off).toBe(true);
    expect(await listingOn("etsy")).toMatchObject({
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
    await slice(25 * 60);
    await work();
    await slice();
    await work();
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

describe("reconcile", () => {
  it("does no harm to a listing that a batch answer leaves out", async () => {
    shop = await openShop(open, ["Knots", "Bees"]);
    const { remoteId } = await listingOn("etsy");
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
    await slice();
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
    expect((await slice()).problems).toEqual(["Etsy: 1 listing does not get on. Etsy did not answer."]);
  }, 60_000);

  it("two at once do each slice once, and none before its hour", async () => {
    shop = await openShop(open, ["Knots"]);
    let calls = 0;
    shop.stage.network = (next) => (url, init) => {
      if (url.includes("state=draft")) calls += 1;
      return next(url, init);
    };
    await shop.pass(HOUR_MS);
    await Promise.all([slice(0), slice(0)]);
    await slice(30);
    expect(calls).toBe(1);
    await slice(31);
    expect(calls).toBe(2);
  }, 60_000);
});

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
