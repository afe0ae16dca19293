import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openReceiver, openShop, type Receiver, type Shop } from "./shop";

const NOW = new Date("2026-11-04T11:45:09.500Z");
const SECONDS = 1793792709;

let shop: Shop;
let hook: Receiver;
let product_key: string;

beforeEach(async () => {
  shop = await openShop({ now: () => NOW });
  hook = await openReceiver();
  await shop.control("POST", "webhooks", { urls: hook.url, events: ["paid", "refunded"] });
  product_key = (await shop.product()).product_key;
});
afterEach(async () => {
  await shop.close();
  await hook.close();
});

/** The body that came last, when so many have come. */
async function arrived(count: number) {
  await hook.arrived(count);
  return hook.received.at(-1) ?? {};
}

test("7. a sale has text for quantity and product_id, integers for money, seconds for the date", async () => {
  const { id } = await shop.sell({ product_key });
  expect(id).toMatch(/^[A-Za-z0-9]{10}$/);
  expect(await arrived(1)).toEqual({
    id,
    type: "paid",
    email: "ann@example.com",
    currency: "USD",
    price: 900,
    vat_applied: false,
    ip_address: "203.0.113.7",
    items: [
      {
        product_id: "3190477",
        product_name: "Boiler manual",
        product_key,
        product_permalink: `${shop.url}/b/${product_key}`,
        quantity: "1",
        on_sale: false,
        used_coupon: false,
        used_social_discount: false,
        used_cross_sell_discount: false,
        used_upgrade_discount: false,
        promoted_by_affiliate: false,
        has_variant: false,
      },
    ],
    payment_type: "card",
    stripe_fee: 56,
    payhip_fee: 45,
    unconsented_from_emails: false,
    is_gift: false,
    date: SECONDS,
    signature: createHash("sha256")
      .update(await shop.apiKey())
      .digest("hex"),
  });
});

test("7. an order of several products has one price, with the VAT in it, and no price of an item", async () => {
  const other = await shop.product({ title: "Pump manual", price: 500 });
  const items = [{ product_key, quantity: 2 }, { product_key: other.product_key }];
  await shop.sell({ items, vat: 173, payment_type: "paypal" });
  const body = await arrived(1);
  expect(body).toMatchObject({ price: 2473, vat_applied: true, vat_amount: 173, vat_country: "GB" });
  expect(body).toMatchObject({ items: [{ quantity: "2" }, { quantity: "1" }], payment_type: "paypal" });
  expect(body).not.toHaveProperty("stripe_fee");
  expect(JSON.stringify(body.items)).not.toContain("price");
});

test("7. the date may be text, as in the older sample", async () => {
  await shop.set({ date_as_string: true });
  await shop.sell({ product_key });
  expect((await arrived(1)).date).toBe(String(SECONDS));
});

test("7. what is not on sale is not sold, and one order has one currency", async () => {
  const euro = await shop.product({ currency: "EUR" });
  await expect(shop.sell({ product_key: "nope" })).rejects.toThrow("no product");
  await expect(shop.sell({ items: [{ product_key }, { product_key: euro.product_key }] })).rejects.toThrow(
    "one currency",
  );
  await shop.control("POST", "product-change", { product_key, removed: true });
  await expect(shop.sell({ product_key })).rejects.toThrow("is removed");
  expect((await shop.books()).sales).toEqual([]);
});

test("8. refunds are events with what was given back, in part and in full", async () => {
  const { id } = await shop.sell({ product_key });
  await arrived(1);
  await shop.pass(60_000);
  expect(await shop.refund(id, 300)).toMatchObject({ amount: 300, left: 600 });
  const dates = { date: SECONDS, date_created: SECONDS, date_refunded: SECONDS + 60 };
  expect(await arrived(2)).toMatchObject({
    id,
    type: "refunded",
    price: 900,
    amount_refunded: 300,
    ...dates,
  });
  expect(await shop.refund(id)).toMatchObject({ amount: 600, left: 0 });
  expect(await arrived(3)).toMatchObject({ type: "refunded", price: 900, amount_refunded: 600 });
  await expect(shop.refund(id)).rejects.toThrow("only 0 can be refunded");
});

test("8. a refund may come without a date, and with the sum of all refunds", async () => {
  await shop.set({ refund_without_date: true, refund_amount: "cumulative" });
  const { id } = await shop.sell({ product_key });
  await shop.refund(id, 300);
  await shop.refund(id, 200);
  await hook.arrived(3);
  const refunds = hook.received.slice(1);
  expect(refunds.map((one) => one.amount_refunded)).toEqual([300, 500]);
  for (const one of refunds) {
    expect(one).not.toHaveProperty("date");
    expect(one).toMatchObject({ date_created: SECONDS, date_refunded: SECONDS });
  }
});

test("an unknown switch is refused", async () => {
  await expect(shop.set({ refunds: "never" })).rejects.toThrow("Unrecognized");
});
