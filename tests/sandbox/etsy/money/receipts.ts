import { ok, page, refuse } from "@/tests/sandbox/etsy/answers";
import { type Call, id, query, queryInt } from "@/tests/sandbox/etsy/call";
import { range } from "@/tests/sandbox/etsy/listings/range";
import { money } from "@/tests/sandbox/etsy/money/money";
import type { Receipt } from "@/tests/sandbox/etsy/rows";
import { SELLER, type World } from "@/tests/sandbox/etsy/world";

/** `getShopReceipts` with its time and state filters, newest first unless told otherwise. */
export function listReceipts(call: Call) {
  const { world } = call;
  const bound = (name: string, fallback: number) => queryInt(call, name) ?? fallback;
  const byChange =
    query(call, "min_last_modified") !== undefined || query(call, "max_last_modified") !== undefined;
  const hidden = byChange && world.switches().canceled_hidden_from_modified;
  const found = world.receipts
    .all()
    .filter((one) => one.created >= bound("min_created", 0) && one.created <= bound("max_created", Infinity))
    .filter((one) => one.updated >= bound("min_last_modified", 0))
    .filter((one) => one.updated <= bound("max_last_modified", Infinity))
    .filter((one) => !(hidden && one.status === "canceled"))
    .filter((one) => asked(call, "was_paid", true) && asked(call, "was_canceled", one.status === "canceled"))
    .filter(() => asked(call, "was_shipped", false) && asked(call, "was_delivered", false));
  const key = query(call, "sort_on") === "updated" ? "updated" : "receipt_id";
  const sign = ["asc", "ascending", "up"].includes(query(call, "sort_order") ?? "desc") ? 1 : -1;
  found.sort((a, b) => sign * (a[key] - b[key] || a.receipt_id - b.receipt_id));
  return page(found, range(call), (receipt) => showReceipt(world, receipt));
}

export function getReceipt(call: Call) {
  return ok(showReceipt(call.world, findReceipt(call)));
}

export function receiptTransactions(call: Call) {
  const results = showTransactions(call.world, findReceipt(call));
  return ok({ count: results.length, results });
}

/** All of the shop, newest first; Etsy has no date filter here. */
export function shopTransactions(call: Call) {
  return page(allTransactions(call.world), range(call), (transaction) => transaction);
}

export function listingTransactions(call: Call) {
  const listingId = id(call, "listing_id");
  const found = allTransactions(call.world).filter((transaction) => transaction.listing_id === listingId);
  return page(found, range(call), (transaction) => transaction);
}

export function getTransaction(call: Call) {
  const transactionId = id(call, "transaction_id");
  const found = allTransactions(call.world).find(
    (transaction) => transaction.transaction_id === transactionId,
  );
  if (found === undefined)
    throw refuse(404, `Could not find a Transaction with transaction_id = ${transactionId}`);
  return ok(found);
}

/** The receipt of the path; 404 in Etsy's words when there is none. */
export function findReceipt(call: Call): Readonly<Receipt> {
  const receiptId = id(call, "receipt_id");
  const receipt = call.world.receipts.get(receiptId);
  if (receipt !== undefined) return receipt;
  const where = `receipt_id = ${receiptId} associated with shop_id = ${SELLER.shop_id}`;
  throw refuse(404, `Could not find a Shop Receipt with ${where}.`);
}

function asked(call: Call, name: string, is: boolean): boolean {
  const text = query(call, name);
  return text === undefined || (text === "true" || text === "1") === is;
}

function allTransactions(world: World) {
  const all = world.receipts.all().flatMap((receipt) => showTransactions(world, receipt));
  return all.sort((a, b) => b.transaction_id - a.transaction_id);
}

function showReceipt(world: World, receipt: Receipt) {
  const cents = (amount: number) => money(world, amount);
  const before = receipt.gross + receipt.coupon;
  return {
    receipt_id: receipt.receipt_id,
    receipt_type: 0,
    seller_user_id: SELLER.user_id,
    seller_email: null,
    buyer_user_id: receipt.buyer_user_id,
    buyer_email: null,
    name: receipt.name,
    first_line: null,
    second_line: null,
    city: null,
    state: null,
    zip: null,
    status: receipt.status,
    formatted_address: null,
    country_iso: null,
    payment_method: "cc",
    payment_email: null,
    message_from_seller: null,
    message_from_buyer: null,
    message_from_payment: null,
    is_paid: true,
    is_shipped: false,
    create_timestamp: receipt.created,
    created_timestamp: receipt.created,
    update_timestamp: receipt.updated,
    updated_timestamp: receipt.updated,
    is_gift: false,
    gift_message: "",
    gift_sender: "",
    grandtotal: cents(receipt.gross),
    subtotal: cents(receipt.gross),
    total_price: cents(before),
    total_shipping_cost: cents(0),
    total_tax_cost: cents(0),
    total_vat_cost: cents(0),
    discount_amt: cents(receipt.coupon),
    gift_wrap_price: cents(0),
    shipments: [],
    transactions: showTransactions(world, receipt),
    refunds: receipt.refunds.map((refund) => ({
      amount: cents(refund.amount),
      created_timestamp: refund.created,
      reason: refund.reason,
      note_from_issuer: null,
      status: "closed",
    })),
  };
}

function showTransactions(world: World, receipt: Receipt) {
  return receipt.transactions.map((line) => ({
    transaction_id: line.transaction_id,
    title: line.title,
    description: null,
    seller_user_id: SELLER.user_id,
    buyer_user_id: receipt.buyer_user_id,
    create_timestamp: receipt.created,
    created_timestamp: receipt.created,
    paid_timestamp: receipt.created,
    shipped_timestamp: null,
    quantity: line.quantity,
    listing_image_id: line.listing_image_id,
    receipt_id: receipt.receipt_id,
    is_digital: line.is_digital,
    file_data: line.is_digital ? "1 file" : "",
    listing_id: line.listing_id,
    transaction_type: "listing",
    product_id: line.product_id,
    sku: line.sku,
    price: money(world, line.price),
    shipping_cost: money(world, 0),
    variations: [],
    product_data: [],
    shipping_profile_id: null,
    min_processing_days: null,
    max_processing_days: null,
    shipping_method: null,
    shipping_upgrade: null,
    expected_ship_date: null,
    buyer_coupon: 0,
    shop_coupon: receipt.coupon / 100,
  }));
}
