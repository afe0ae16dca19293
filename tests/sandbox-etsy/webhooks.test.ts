import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openShop, SHOP, type Shop } from "./shop";

const KEY = Buffer.from("a webhook secret");

type Received = { id: string; timestamp: number; signature: string; body: string };

let shop: Shop;
let received: Received[] = [];
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  received.push({
    id: String(request.headers["webhook-id"]),
    timestamp: Number(request.headers["webhook-timestamp"]),
    signature: String(request.headers["webhook-signature"]),
    body: Buffer.concat(chunks).toString(),
  });
  response.end();
});

const signed = (one: Received, key = KEY) =>
  `v1,${createHmac("sha256", key).update(`${one.id}.${one.timestamp}.${one.body}`).digest("base64")}`;
const sale = async (listing: number) => Object(await shop.control("POST", "sale", { listing_id: listing }));

beforeAll(async () => {
  shop = await openShop();
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const webhook_url = `http://127.0.0.1:${Object(receiver.address()).port}/hook`;
  await shop.set({ webhook_url, webhook_secret: `whsec_${KEY.toString("base64")}` });
});
afterAll(async () => {
  receiver.close();
  await shop.close();
});
beforeEach(() => {
  received = [];
});

test("13. a sale fires a signed order.paid webhook that names the receipt, without data", async () => {
  const { receipt_id, webhook_id } = await sale(await shop.publish());
  expect(received).toHaveLength(1);
  const [one] = received;
  if (one === undefined) throw new Error("nothing came");
  expect(one.id).toBe(webhook_id);
  expect(one.signature).toBe(signed(one));
  expect(JSON.parse(one.body)).toEqual({
    event_type: "order.paid",
    resource_url: `${shop.url}/v3/application/shops/${SHOP}/receipts/${receipt_id}`,
    shop_id: SHOP,
  });
});

test("14. a refund fires no webhook, a cancellation fires order.canceled", async () => {
  const first = await sale(await shop.publish());
  const second = await sale(await shop.publish());
  received = [];
  await shop.control("POST", "refund", { receipt_id: first.receipt_id });
  expect(received).toEqual([]);
  await shop.control("POST", "refund", { receipt_id: second.receipt_id, cancel: true });
  expect(received.map((one) => JSON.parse(one.body).event_type)).toEqual(["order.canceled"]);
});

test("17. webhooks are sent again with the same id, out of order, badly signed, with an old time", async () => {
  await shop.set({ webhooks: "hold" });
  const listing = await shop.publish();
  const first = (await sale(listing)).webhook_id;
  const second = (await sale(listing)).webhook_id;
  expect(received).toEqual([]);
  await shop.control("POST", "webhook", { webhook_ids: [second, first, first] });
  expect(received.map((one) => one.id)).toEqual([second, first, first]);
  for (const one of received) expect(one.signature).toBe(signed(one));

  received = [];
  await shop.control("POST", "webhook", { webhook_ids: [first], bad_signature: true });
  await shop.control("POST", "webhook", { webhook_ids: [first], age_s: 3600 });
  const [bad, old] = received;
  if (bad === undefined || old === undefined) throw new Error("nothing came");
  expect(bad.signature).not.toBe(signed(bad));
  expect(old.signature).toBe(signed(old));
  expect(bad.timestamp - old.timestamp).toBeGreaterThan(3500);
  await shop.set({ webhooks: "send" });
});
