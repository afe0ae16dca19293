import { ok } from "@/tests/sandbox/etsy/answers";
import { type Call, queryIds } from "@/tests/sandbox/etsy/call";
import { PAGE_MAX } from "@/tests/sandbox/etsy/limits";
import { money } from "@/tests/sandbox/etsy/money/money";
import { findReceipt } from "@/tests/sandbox/etsy/money/receipts";
import type { Receipt } from "@/tests/sandbox/etsy/rows";
import { SELLER, type World } from "@/tests/sandbox/etsy/world";

/** Etsy gives ids of addresses that the API never shows. */
const ADDRESS_ID = 990_000_001;

/** `getShopPaymentByReceiptId`. */
export function receiptPayments(call: Call) {
  return ok({ count: 1, results: [showPayment(call.world, findReceipt(call))] });
}

/** `getPayments`: the ids are required, there is no list of all. */
export function getPayments(call: Call) {
  const ids = queryIds(call, "payment_ids", PAGE_MAX);
  const found = call.world.receipts.all().filter((receipt) => ids.includes(receipt.payment_id));
  return ok({ count: found.length, results: found.map((receipt) => showPayment(call.world, receipt)) });
}

/** `Payment`: `amount_fees` is the card processing only, as Etsy says; `adjusted_*` are null before a refund. */
export function showPayment(world: World, receipt: Receipt) {
  const currency = world.switches().currency;
  const refunded = receipt.refunds.reduce((sum, refund) => sum + refund.amount, 0);
  const feeBack = receipt.refunds.reduce((sum, refund) => sum + refund.fee, 0);
  const fee = receipt.processing_fee;
  const adjusted = (amount: number) => (refunded === 0 ? null : money(world, amount));
  return {
    payment_id: receipt.payment_id,
    buyer_user_id: receipt.buyer_user_id,
    shop_id: SELLER.shop_id,
    receipt_id: receipt.receipt_id,
    amount_gross: money(world, receipt.gross),
    amount_fees: money(world, fee),
    amount_net: money(world, receipt.gross - fee),
    posted_gross: money(world, receipt.gross),
    posted_fees: money(world, fee),
    posted_net: money(world, receipt.gross - fee),
    adjusted_gross: adjusted(receipt.gross - refunded),
    adjusted_fees: adjusted(fee - feeBack),
    adjusted_net: adjusted(receipt.gross - refunded - (fee - feeBack)),
    currency,
    shop_currency: currency,
    buyer_currency: currency,
    shipping_user_id: null,
    shipping_address_id: ADDRESS_ID,
    billing_address_id: ADDRESS_ID,
    status: "settled",
    shipped_timestamp: null,
    create_timestamp: receipt.created,
    created_timestamp: receipt.created,
    update_timestamp: receipt.updated,
    updated_timestamp: receipt.updated,
    payment_adjustments: receipt.refunds.map((refund) => ({
      payment_adjustment_id: refund.payment_adjustment_id,
      payment_id: receipt.payment_id,
      status: "settled",
      is_success: true,
      user_id: SELLER.user_id,
      reason_code: refund.reason,
      total_adjustment_amount: refund.amount,
      shop_total_adjustment_amount: refund.amount,
      buyer_total_adjustment_amount: refund.amount,
      total_fee_adjustment_amount: refund.fee,
      create_timestamp: refund.created,
      created_timestamp: refund.created,
      update_timestamp: refund.created,
      updated_timestamp: refund.created,
      payment_adjustment_items: [],
    })),
  };
}
