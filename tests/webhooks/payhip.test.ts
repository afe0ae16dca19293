import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listed } from "../http/product";
import { openShop, type Shop } from "./shop";

let shop: Shop;
let key: string;

beforeAll(async () => {
  shop = await openShop();
  key = await shop.product(1299);
  await shop.hook(await shop.url());
}, 400_000);

afterAll(() => shop.close());

beforeEach(async () => {
  await shop.door("POST", "set", { webhooks: "send", refund_amount: "event", date_as_string: false });
  // Refunds of one second and one amount would be one event, as Payhip counts time.
  await shop.door("POST", "clock", { advance_ms: 2_000 });
});

const amounts = (rows: Record<string, unknown>[]) => rows.map(({ amount }) => amount);
/** Keeps the stand-in from sending by itself. */
const hold = () => shop.door("POST", "set", { webhooks: "hold" });

describe("a paid order", () => {
  test("is booked with its price, both fees and its moment, as estimated", async () => {
    const sale = await shop.sell({ product_key: key });
    const [line] = await shop.booked(sale.id, 1);
    const fee = ((sale.stripe_fee ?? 0) + sale.payhip_fee) / 100;
    expect(line).toMatchObject({
      ...{ platform_id: 3, listing_id: null, transaction_type: "sale", basis: "estimated" },
      ...{ amount: 12.99, fee, net_amount: Math.round(1299 - fee * 100) / 100, currency: "USD", quantity: 1 },
      transaction_date: new Date(sale.date * 1000).toISOString(),
    });
  });

  test("through PayPal has Payhip's fee only, and tax is not ours", async () => {
    const sale = await shop.sell({ product_key: key, payment_type: "paypal", vat: 260 });
    const [line] = await shop.booked(sale.id, 1);
    expect(line).toMatchObject({ amount: 12.99, fee: sale.payhip_fee / 100 });
  });

  test("of several products has a line for each, which add up to the price and the fees", async () => {
    const other = await shop.product(500);
    const items = [
      { product_key: key, quantity: 2 },
      { product_key: other, quantity: 1 },
    ];
    const sale = await shop.sell({ items });
    const lines = await shop.booked(sale.id, 2);
    const total = (field: string) =>
      Math.round(lines.reduce((sum, one) => sum + 100 * Number(one[field]), 0));
    expect([total("amount"), total("fee")]).toEqual([sale.price, (sale.stripe_fee ?? 0) + sale.payhip_fee]);
    expect(lines.map(({ quantity }) => quantity)).toEqual([2, 1]);
  });

  test("in a currency without decimals keeps its amount, and dates sent as text are read", async () => {
    await shop.door("POST", "set", { date_as_string: true });
    const sale = await shop.sell({ product_key: await shop.product(1200, "JPY"), quantity: 3 });
    const [line] = await shop.booked(sale.id, 1);
    expect(line).toMatchObject({ amount: 3600, currency: "JPY", quantity: 3 });
    expect(line?.transaction_date).toBe(new Date(sale.date * 1000).toISOString());
  });

  test("for nothing is a unit sold", async () => {
    const sale = await shop.sell({ product_key: await shop.product(0) });
    expect(await shop.booked(sale.id, 1)).toMatchObject([{ amount: 0, fee: 0, quantity: 1 }]);
  });
});

describe("refunds", () => {
  test.each(["event", "cumulative"])("a full one takes everything back (amounts by %s)", async (mode) => {
    await shop.door("POST", "set", { refund_amount: mode });
    const { id } = await shop.sell({ product_key: key });
    await shop.refund(id);
    const lines = await shop.booked(id, 2);
    expect(amounts(lines)).toEqual([12.99, -12.99]);
    expect(lines[1]).toMatchObject({ transaction_type: "refund", quantity: 0, fee: 0, basis: "estimated" });
  });

  test("a partial one takes its part back", async () => {
    const { id } = await shop.sell({ product_key: key });
    await shop.refund(id, 300);
    expect(amounts(await shop.booked(id, 2))).toEqual([12.99, -3]);
  });

  test("two partial ones are two lines, each with its amount", async () => {
    const { id } = await shop.sell({ product_key: key });
    await shop.refund(id, 300);
    await shop.booked(id, 2);
    await shop.refund(id, 250);
    expect(amounts(await shop.booked(id, 3))).toEqual([12.99, -3, -2.5]);
  });

  test.each(["event", "cumulative"])(
    "a part and then the rest are the whole, never more (amounts by %s)",
    async (mode) => {
      await shop.door("POST", "set", { refund_amount: mode });
      const { id } = await shop.sell({ product_key: key });
      await shop.refund(id, 800);
      await shop.booked(id, 2);
      await shop.refund(id);
      expect(amounts(await shop.booked(id, 3))).toEqual([12.99, -8, -4.99]);
    },
  );

  test("a refunded order still counts as sold", async () => {
    const { id } = await shop.sell({ product_key: key, quantity: 2 });
    await shop.refund(id);
    const lines = await shop.booked(id, 2);
    expect(lines.reduce((units, { quantity }) => units + Number(quantity), 0)).toBe(2);
  });
});

describe("the same event again", () => {
  test("ten times at once books once", async () => {
    await hold();
    const { id, deliveries } = await shop.sell({ product_key: key });
    const before = await shop.count("webhook_events");
    const all = await Promise.all(Array.from({ length: 10 }, () => shop.redeliver(deliveries)));
    expect(all.flat()).toEqual(Array(10).fill(200));
    await shop.booked(id, 1);
    await shop.cron("sync-sales");
    expect(await shop.ledger(id)).toHaveLength(1);
    expect(await shop.count("webhook_events")).toBe(before + 1);
  });

  test("out of order and repeated, sale and refunds are booked once each", async () => {
    await hold();
    const { id, deliveries } = await shop.sell({ product_key: key });
    const one = await shop.refund(id, 300);
    await shop.door("POST", "clock", { advance_ms: 2_000 });
    const two = await shop.refund(id);
    const order = [...two.deliveries, ...one.deliveries, ...two.deliveries, ...deliveries, ...one.deliveries];
    expect(await shop.redeliver(order)).toEqual(Array(5).fill(200));
    await shop.booked(id, 3);
    await shop.cron("sync-sales");
    const lines = await shop.ledger(id);
    expect(amounts(lines).sort()).toEqual([-3, -9.99, 12.99]);
  });

  test("a hundred at once, mixed: sums of the ledger and of the platform's books agree", async () => {
    await hold();
    const before = Number((await payhip()).total_revenue);
    const sales = [];
    for (let n = 0; n < 10; n += 1) sales.push(await shop.sell({ product_key: key }));
    const refunds = await Promise.all(sales.slice(0, 5).map(({ id }) => shop.refund(id, 100)));
    const ids = [...sales, ...refunds].flatMap(({ deliveries }) => deliveries);
    await Promise.all(
      Array.from({ length: 7 }, (_, turn) => shop.redeliver(turn % 2 ? ids : [...ids].reverse())),
    );
    for (const [index, { id }] of sales.entries()) await shop.booked(id, index < 5 ? 2 : 1);
    const net = sales.reduce(
      (sum, { price, stripe_fee, payhip_fee }) => sum + price - (stripe_fee ?? 0) - payhip_fee,
      -500,
    );
    expect(Number((await payhip()).total_revenue) - before).toBeCloseTo(net / 100, 2);
  }, 60_000);
});

async function payhip() {
  const { rows } = await listed(shop.server, "platforms");
  const found = rows.find(({ name }) => name === "payhip");
  if (!found) throw new Error("Payhip is not among the platforms.");
  return found;
}
