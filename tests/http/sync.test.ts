import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { credentialsOf, type Markets, openMarkets } from "../support/markets";
import { type ProductServer, removeData } from "../support/server";
import { waitFor } from "../support/wait";
import { answerOf, formOf, listed, processed, row, startWithOwner } from "./product";
import { refused } from "./refused";

let server: ProductServer;
let markets: Markets;

const etsy = 1;
const gumroad = 2;
const payhip = 3;

beforeAll(async () => {
  markets = await openMarkets();
  server = await startWithOwner({}, { origins: markets.origins });
}, 400_000);

afterAll(async () => {
  await server.stop();
  await markets.close();
  removeData(server.dataDir);
});

const sync = (id: number) => server.call("POST", `/platforms/${id}/sync`);
const reply = z.strictObject({
  message: z.string(),
  last_sync: z.iso.datetime().nullable(),
  more: z.boolean(),
});

const sentence = (status: number, words: string) => ({
  status,
  body: { status, detail: expect.stringContaining(words) },
});

/** Syncs until the platform has told of so many units. */
async function synced(id: number, units: number) {
  return waitFor(async () => {
    const answer = await sync(id);
    expect(answer.status).toBe(200);
    answerOf("POST", "/platforms/{id}/sync").parse(answer.body);
    const { rows } = await listed(server, "revenue/entries", `?platform_id=${id}&type=sale`);
    return rows.reduce((sum, one) => sum + Number(one.quantity), 0) >= units
      ? reply.parse(answer.body)
      : null;
  }, 20_000);
}

const platform = async (id: number) =>
  row.parse((await listed(server, "platforms")).rows.find((one) => one.id === id));

test("before there are credentials a platform cannot be synced, and one without a sales API never", async () => {
  expect(await sync(etsy)).toMatchObject(sentence(400, "Etsy is not connected"));
  expect(await sync(gumroad)).toMatchObject(sentence(400, "Gumroad is not connected"));
  expect(await sync(payhip)).toMatchObject(sentence(400, "upload a report"));
  await refused(await fetch(`${server.api}/platforms/${etsy}/sync`, { method: "POST" }), 401);
});

describe("with Etsy and Gumroad connected and a manual for sale on both", () => {
  beforeAll(async () => {
    for (const [id, name] of [
      [etsy, "etsy"],
      [gumroad, "gumroad"],
    ] as const) {
      await server.call("POST", `/platforms/${id}/configure`, await credentialsOf(markets, name));
      await server.call("POST", `/platforms/${id}/activate`);
    }
    const facts = { rights: "own_work", price: "12.99" };
    const made = await server.call("POST", "/manuals", await formOf("Sharpening saws", 1, facts));
    await processed(server, row.parse(made.body).id);
    await waitFor(
      async () => ((await listed(server, "listings", "?status=listed")).rows.length === 2 ? true : null),
      60_000,
      async () => server.output().slice(-2_000),
    );
  }, 120_000);

  test("a first sync finds nothing new, says when it was, and leaves the platform synced", async () => {
    for (const id of [etsy, gumroad]) {
      const answer = await sync(id);
      expect(answer.status).toBe(200);
      const { message, last_sync, more } = reply.parse(answer.body);
      expect([message, more]).toEqual(["No new sales.", false]);
      expect(await platform(id)).toMatchObject({ sync_status: "synced", sync_error: null, last_sync });
    }
  });

  test("sales are booked with what the platforms' own books say, and once", async () => {
    const [etsyListing] = (await markets.etsyBooks()).listings;
    const [product] = (await markets.gumroadBooks()).products;
    const sold = z.looseObject({ gross: z.number() });
    const one = sold.parse(
      await markets.doors.etsy("POST", "sale", { listing_id: etsyListing?.listing_id, quantity: 2 }),
    );
    const two = z
      .looseObject({ usd_cents: z.number(), fee_usd_cents: z.number() })
      .parse(await markets.doors.gumroad("POST", "sale", { product_id: product?.id }));
    expect((await synced(etsy, 2)).last_sync).not.toBeNull();
    await synced(gumroad, 1);
    for (const id of [etsy, gumroad])
      expect(reply.parse((await sync(id)).body).message).toBe("No new sales.");
    const { rows } = await listed(server, "revenue/entries", "?type=sale");
    const major = (minor: number) => minor / 100;
    expect(rows.find((entry) => entry.platform_id === etsy)).toMatchObject({ amount: major(one.gross) });
    expect(rows.find((entry) => entry.platform_id === gumroad)).toMatchObject({
      amount: major(two.usd_cents),
      fee: major(two.fee_usd_cents),
      net_amount: major(two.usd_cents - two.fee_usd_cents),
    });
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain("example.com");
  }, 60_000);

  test("listings count their sales, are active by them, and the platform's total is net", async () => {
    const { rows } = await listed(server, "listings");
    expect(rows.map(({ status }) => status)).toEqual(["active", "active"]);
    for (const one of rows) {
      const entries = await listed(server, "revenue/entries", `?listing_id=${one.id}`);
      const net = entries.rows.reduce((sum, { net_amount }) => sum + Number(net_amount), 0);
      expect(Number(one.revenue)).toBeCloseTo(net, 2);
      expect(one.sales).toBe(one.platform_id === etsy ? 2 : 1);
      expect(Number((await platform(Number(one.platform_id))).total_revenue)).toBeCloseTo(net, 2);
    }
  });

  test("many syncs at once book nothing twice", async () => {
    const product = (await markets.gumroadBooks()).products[0]?.id;
    await markets.doors.gumroad("POST", "sale", { product_id: product });
    const all = await Promise.all(Array.from({ length: 8 }, () => sync(gumroad)));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
    await synced(gumroad, 2);
    expect((await listed(server, "revenue/entries", `?platform_id=${gumroad}&type=sale`)).rows).toHaveLength(
      2,
    );
  });

  test("a platform in trouble is said in a sentence and kept on its card, and the other goes on", async () => {
    await markets.doors.gumroad("POST", "faults", { match: { path: "/v2/sales" }, kind: "html", times: 50 });
    const answer = await sync(gumroad);
    expect(answer.status).toBe(200);
    expect(reply.parse(answer.body).message).toContain("Gumroad");
    expect(await platform(gumroad)).toMatchObject({
      sync_status: "error",
      sync_error: expect.stringContaining("Gumroad"),
    });
    expect(reply.parse((await sync(etsy)).body).message).toBe("No new sales.");
    await markets.doors.gumroad("DELETE", "faults");
    expect((await sync(gumroad)).status).toBe(200);
    expect(await platform(gumroad)).toMatchObject({ sync_status: "synced", sync_error: null });
  });

  test("a platform that is switched off is synced all the same", async () => {
    const off = await server.call("POST", `/platforms/${etsy}/deactivate`);
    expect(off).toMatchObject({ status: 200, body: { message: expect.stringContaining("Etsy is off") } });
    expect((await server.call("POST", `/platforms/${etsy}/deactivate`)).body).toEqual(off.body);
    expect(await platform(etsy)).toMatchObject({ is_active: false, credentials_status: "verified" });
    expect((await sync(etsy)).status).toBe(200);
  });

  test("the agent switched off stops it: 409, and the stand-ins are not called", async () => {
    await server.call("PATCH", "/settings", { agent_enabled: false });
    await markets.doors.etsy("DELETE", "calls");
    expect(await sync(etsy)).toMatchObject(sentence(409, "switched off"));
    expect(JSON.stringify(await markets.doors.etsy("GET", "calls"))).not.toContain("receipts");
    await server.call("PATCH", "/settings", { agent_enabled: true });
    expect((await sync(etsy)).status).toBe(200);
  });
});
