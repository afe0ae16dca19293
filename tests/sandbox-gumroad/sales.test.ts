import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Json, onSale, openShop, type Shop } from "@/tests/sandbox-gumroad/shop";

let shop: Shop;
let product: Json;
beforeAll(async () => {
  shop = await openShop({ profile: "open" });
  product = await onSale(shop);
});
afterAll(() => shop.close());
beforeEach(() => shop.control("set", { insufficient_balance: false }));

const sell = (order: object = {}) => shop.control("sale", { product_id: product.id, ...order });
const read = async (id: unknown) => (await shop.call("GET", `/sales/${id}`)).json.sale;
const refund = async (id: unknown, body: object = {}) =>
  (await shop.call("PUT", `/sales/${id}/refund`, body)).json;

test("27. a sale drops null keys, has no refunded before a refund, and counts USD cents", async () => {
  const sale = await read((await sell({ quantity: 2 })).id);
  expect(sale).toMatchObject({
    price: 1800,
    gumroad_fee: 312,
    currency: "usd",
    quantity: 2,
    formatted_total_price: "$18",
    amount_refundable_in_currency: "18",
    partially_refunded: false,
    product_id: product.id,
    product_rating: null,
    card: { bin: null },
  });
  expect(Object.keys(Object(sale))).not.toContain("refunded");
  expect(Object.keys(Object(sale))).not.toContain("full_name");
});

test("27. price and fee of a euro and a yen sale are USD cents, currency is the listing's", async () => {
  const euro = await onSale(shop, { price: 1000, price_currency_type: "eur" });
  expect(await read((await sell({ product_id: euro.id })).id)).toMatchObject({
    price: 1100,
    gumroad_fee: 222,
    currency: "eur",
    formatted_total_price: "€10",
    amount_refundable_in_currency: "10",
  });
  const yen = await onSale(shop, { price: 1500, price_currency_type: "jpy" });
  expect(await read((await sell({ product_id: yen.id })).id)).toMatchObject({
    price: 975,
    currency: "jpy",
    amount_refundable_in_currency: "1,500",
  });
});

const fees: [object, number][] = [
  [{ price: 900 }, 196],
  [{ price: 1000 }, 209],
  [{ price: 1900 }, 325],
  [{ price: 2900 }, 454],
  [{ price: 20_000 }, 2660],
  [{ price: 1000, connected: true }, 150],
  [{ price: 900, discover: true }, 270],
  [{ price: 0 }, 0],
];

test.each(fees)("28. the fee of a sale of %j is %i cents", async (order, fee) => {
  const sale = await read((await sell(order)).id);
  expect(sale).toMatchObject({ gumroad_fee: fee, discover_fee_charged: "discover" in order });
});

test("29. a partial refund shrinks what is refundable; the last one makes it refunded", async () => {
  const { id } = await sell();
  expect(await refund(id, { amount_cents: 250 })).toMatchObject({
    success: true,
    sale: { refunded: false, partially_refunded: true, amount_refundable_in_currency: "6.50", price: 900 },
  });
  expect(await refund(id)).toMatchObject({
    sale: {
      refunded: true,
      partially_refunded: false,
      amount_refundable_in_currency: "0",
      gumroad_fee: 196,
    },
  });
});

test("29. payouts show the refund and the fee that came back with it", async () => {
  await shop.control("payout", {});
  const { id } = await sell();
  await refund(id, { amount_cents: 450 });
  const payout = await shop.control("payout", {});
  const { json } = await shop.call("GET", `/payouts/${payout.id}?include_transactions=true`);
  expect(json).toMatchObject({
    payout: {
      // 9.00 - 1.96 - 4.50 + 0.70: half of Gumroad's own 1.40 comes back, the processing share stays.
      amount: "3.24",
      refunded_sales: [id],
      transactions: [
        { type: "Sale", sale_price: 9, gumroad_fees: 1.96, net_total: 7.04 },
        { type: "Partial Refund", sale_price: -4.5, gumroad_fees: -0.7, net_total: -3.8 },
      ],
    },
  });
});

test("29. the summary's net is gross minus refunds, fees not taken off", async () => {
  const other = await openShop({ profile: "open" });
  const { id } = await onSale(other);
  const sale = await other.control("sale", { product_id: id, quantity: 2 });
  await other.call("PUT", `/sales/${sale.id}/refund`, { amount_cents: 500 });
  const { json } = await other.call("GET", "/sales/summary?group_by=product");
  expect(json).toMatchObject({ gross_cents: 1800, net_cents: 1300, units: 2, refunded_cents: 500 });
  expect(json.breakdown).toMatchObject([{ key: id, label: "Boiler manual", gross_cents: 1800 }]);
  await other.close();
});

test("30. refunds are refused in Gumroad's words with 200", async () => {
  const { id } = await sell();
  const message = async (body: object = {}) => (await refund(id, body)).message;
  expect(await message({ amount_cents: 901 })).toBe(
    "Refund amount cannot be greater than the purchase price.",
  );
  await shop.control("set", { insufficient_balance: true });
  expect(await message()).toBe("Your balance is insufficient to process this refund.");
  await shop.control("set", { insufficient_balance: false });
  await shop.control("dispute", { sale_id: id });
  expect(await message()).toBe(
    "This purchase has an active dispute. The funds have already been returned to the buyer. No additional refund is needed.",
  );
  expect(await read(id)).toMatchObject({ disputed: true, chargedback: true, dispute_won: false });
  await shop.control("dispute", { sale_id: id, outcome: "won" });
  expect(await read(id)).toMatchObject({ disputed: true, chargedback: false, dispute_won: true });
  expect((await refund(id)).success).toBe(true);
  expect(await message()).toBe("Purchase is already refunded.");
  expect((await refund("nobody")).message).toBe("The sale was not found.");
});

test("31. the seller's own test purchase is not in the list, but readable by id", async () => {
  const { id } = await sell({ test: true });
  expect((await shop.call("GET", "/sales")).text).not.toContain(String(id));
  expect(await read(id)).toMatchObject({ id });
});
