import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShop, SHOP, type Shop } from "./shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const usd = (amount: number) => ({ amount, divisor: 100, currency_code: "USD" });
const now = async () => Math.floor(Date.parse(Object(await shop.control("GET", "clock")).now) / 1000);
const receipt = async (id: unknown) => (await shop.api("GET", `/shops/${SHOP}/receipts/${id}`)).body;

async function sell(listing: number, more: object = {}) {
  return Object(await shop.control("POST", "sale", { listing_id: listing, quantity: 1, ...more }));
}

/** The ledger lines since an entry, as type and amount. */
async function ledgerAfter(entry: number): Promise<[string, number][]> {
  const { ledger } = Object(await shop.control("GET", "books"));
  return ledger
    .filter((line: object) => Object(line).entry_id > entry)
    .map((line: object) => [Object(line).ledger_type, Object(line).amount]);
}
async function lastEntry(): Promise<number> {
  const { ledger } = Object(await shop.control("GET", "books"));
  return ledger.at(-1)?.entry_id ?? 0;
}

describe("13. sales", () => {
  test("13. a sale makes a paid receipt, a digital transaction, a payment and ledger lines", async () => {
    const listing = await shop.publish({ price: "12.99", quantity: "999" });
    const before = await lastEntry();
    const { receipt_id, payment_id } = await sell(listing, { quantity: 2 });
    expect(await receipt(receipt_id)).toMatchObject({
      ...{ status: "paid", is_paid: true, grandtotal: usd(2598), refunds: [], buyer_email: null },
      transactions: [
        { listing_id: listing, quantity: 2, price: usd(1299), is_digital: true, transaction_type: "listing" },
      ],
    });
    // Processing is 3 % + 0.25, the transaction fee 6.5 %; two units sold renew the listing twice.
    expect(await ledgerAfter(before)).toEqual([
      ["PAYMENT_GROSS", 2598],
      ["PROCESSING_FEE", -103],
      ["transaction", -169],
      ["renew_sold_auto", -20],
      ["renew_sold_auto", -20],
    ]);
    const payment = { payment_id, amount_gross: usd(2598), amount_fees: usd(103), amount_net: usd(2495) };
    const byReceipt = await shop.api("GET", `/shops/${SHOP}/receipts/${receipt_id}/payments`);
    expect(byReceipt.body).toMatchObject({ count: 1, results: [{ ...payment, adjusted_gross: null }] });
    const byId = await shop.api("GET", `/shops/${SHOP}/payments?payment_ids=${payment_id}`);
    expect(byId.body).toMatchObject({ count: 1, results: [payment] });
    expect((await shop.api("GET", `/shops/${SHOP}/payments`)).status).toBe(400);
    expect((await shop.listing(listing)).body).toMatchObject({ quantity: 997, state: "active" });
  });

  test("13. the last piece sold ends the listing without a renewal", async () => {
    const listing = await shop.publish({ quantity: "1" });
    const before = await lastEntry();
    await sell(listing);
    expect((await ledgerAfter(before)).map(([type]) => type)).not.toContain("renew_sold_auto");
    expect((await shop.listing(listing)).body).toMatchObject({ state: "sold_out", quantity: 0 });
    await expect(sell(listing)).rejects.toThrow("sold_out");
  });

  test("13. a coupon lowers what is paid, not the price of the line", async () => {
    const { receipt_id } = await sell(await shop.publish({ price: "10.00" }), { coupon: 150 });
    expect(await receipt(receipt_id)).toMatchObject({
      ...{ total_price: usd(1000), discount_amt: usd(150), grandtotal: usd(850) },
      transactions: [{ price: usd(1000), shop_coupon: 1.5 }],
    });
  });

  test("13. receipts and transactions are listed, filtered by time and state, and 404 in Etsy's words", async () => {
    const listing = await shop.publish();
    await shop.advance(60_000);
    const since = await now();
    const { receipt_id } = await sell(listing);
    const only = { count: 1, results: [{ receipt_id }] };
    const get = (query: string) => shop.api("GET", `/shops/${SHOP}/receipts?${query}`);
    expect((await get(`min_created=${since}`)).body).toMatchObject(only);
    expect((await get(`min_last_modified=${since}&was_paid=true`)).body).toMatchObject(only);
    expect((await get(`min_created=${since}&was_canceled=true`)).body).toMatchObject({ count: 0 });
    expect((await get(`max_created=${since - 1}`)).body).not.toMatchObject(only);
    const lines = await shop.api("GET", `/shops/${SHOP}/listings/${listing}/transactions`);
    expect(lines.body).toMatchObject({ count: 1, results: [{ receipt_id, listing_id: listing }] });
    expect((await shop.api("GET", `/shops/${SHOP}/transactions?limit=1`)).body).toMatchObject({
      results: [{ receipt_id }],
    });
    expect(await shop.api("GET", `/shops/${SHOP}/receipts/1`)).toMatchObject({
      status: 404,
      body: { error: `Could not find a Shop Receipt with receipt_id = 1 associated with shop_id = ${SHOP}.` },
    });
  });
});

describe("14. refunds", () => {
  test("14. partial, then full refund: status, refunds, adjusted amounts, ledger, old updated_timestamp", async () => {
    const { receipt_id } = await sell(await shop.publish({ price: "10.00" }));
    const { updated_timestamp } = Object(await receipt(receipt_id));
    await shop.advance(3_600_000);
    const before = await lastEntry();
    await shop.control("POST", "refund", { receipt_id, amount: 400 });
    expect(await receipt(receipt_id)).toMatchObject({
      ...{ status: "partially refunded", updated_timestamp, refunds: [{ amount: usd(400) }] },
    });
    // 0.55 processing and 0.65 transaction fee were taken; 40 % of both come back.
    expect(await ledgerAfter(before)).toEqual([
      ["REFUND_GROSS", -400],
      ["processing_fee_refund", 22],
      ["transaction_refund", 26],
    ]);
    await shop.control("POST", "refund", { receipt_id, keep_updated: false });
    const after = await receipt(receipt_id);
    expect(after).toMatchObject({
      status: "fully refunded",
      refunds: [{ amount: usd(400) }, { amount: usd(600) }],
    });
    expect(Object(after).updated_timestamp).toBeGreaterThan(updated_timestamp);
    const payments = await shop.api("GET", `/shops/${SHOP}/receipts/${receipt_id}/payments`);
    expect(payments.body).toMatchObject({
      results: [
        {
          ...{ adjusted_gross: usd(0), adjusted_fees: usd(0), adjusted_net: usd(0) },
          payment_adjustments: [{ total_adjustment_amount: 400 }, { total_adjustment_amount: 600 }],
        },
      ],
    });
    await expect(shop.control("POST", "refund", { receipt_id })).rejects.toThrow("only 0");
  });

  test("14. a cancelled receipt is missing from lists by modification time, and found by was_canceled", async () => {
    await shop.advance(60_000);
    const since = await now();
    const { receipt_id } = await sell(await shop.publish());
    await shop.control("POST", "refund", { receipt_id, cancel: true });
    const get = (query: string) => shop.api("GET", `/shops/${SHOP}/receipts?${query}`);
    expect((await get(`min_last_modified=${since}`)).body).toMatchObject({ count: 0 });
    expect((await get(`min_created=${since}&was_canceled=true`)).body).toMatchObject({
      count: 1,
      results: [{ receipt_id, status: "canceled" }],
    });
  });
});

describe("15. the ledger", () => {
  const get = (query: string) => shop.api("GET", `/shops/${SHOP}/payment-account/ledger-entries?${query}`);

  test("15. the ledger demands both bounds and at most 31 days", async () => {
    const end = await now();
    expect((await get("")).status).toBe(400);
    expect((await get(`min_created=${end - 100}`)).status).toBe(400);
    expect((await get(`min_created=${end - 2_678_400}&max_created=${end}`)).status).toBe(200);
    const refusal = {
      status: 400,
      body: {
        error:
          "Time window between min_created and max_created must be no more than 2678400 seconds (31 days).",
      },
    };
    expect(await get(`min_created=${end - 2_678_401}&max_created=${end}`)).toMatchObject(refusal);
    expect(await get(`min_created=${(end - 3600) * 1000}&max_created=${end * 1000}`)).toMatchObject(refusal);
  });

  test("15. entries carry a running balance, their parent and their payment; a payout empties it", async () => {
    await shop.advance(60_000);
    const since = await now();
    const listing = await shop.publish();
    const { payment_id } = await sell(listing);
    const { amount } = Object(await shop.control("POST", "payout"));
    const { body } = await get(`min_created=${since}&max_created=${since + 3600}&limit=100`);
    const entries: object[] = Object(body).results;
    const types = entries.map((entry) => Object(entry).ledger_type);
    expect(types).toEqual([
      ...["DISBURSE2", "renew_sold_auto", "transaction", "PROCESSING_FEE", "PAYMENT_GROSS", "listing"],
    ]);
    const [payout, renewal, fee, , gross] = entries.map((entry) => Object(entry));
    expect(payout).toMatchObject({ amount: -amount, balance: 0 });
    expect(renewal).toMatchObject({ amount: -20, reference_type: "listing", reference_id: String(listing) });
    expect(fee.parent_entry_id).toBe(gross.entry_id);
    const path = `/shops/${SHOP}/payment-account/ledger-entries`;
    const payments = await shop.api("GET", `${path}/payments?ledger_entry_ids=${gross.entry_id}`);
    expect(payments.body).toMatchObject({ count: 1, results: [{ payment_id }] });
    expect((await shop.api("GET", `${path}/${gross.entry_id}`)).body).toEqual(gross);
  });
});

test("16. views are tabulated once a day and only while active; favourites show at once", async () => {
  const [active, paused] = [await shop.publish(), await shop.publish()];
  await shop.control("POST", "visit", { listing_id: active, views: 40, favorites: 3 });
  await shop.control("POST", "visit", { listing_id: paused, views: 40 });
  expect((await shop.listing(active)).body).toMatchObject({ views: 0, num_favorers: 3 });
  await shop.patch(paused, { state: "inactive" });
  await shop.control("POST", "visit", { listing_id: paused, views: 40 });
  await shop.advance(86_400_000);
  const viewsOf = async (listing: number) => Object((await shop.listing(listing)).body).views;
  expect(await viewsOf(active)).toBe(40);
  expect(await viewsOf(paused)).toBe(0);
  await shop.control("POST", "visit", { listing_id: active, views: 2 });
  expect(await viewsOf(active)).toBe(40);
  await shop.advance(86_400_000);
  expect(await viewsOf(active)).toBe(42);
});
