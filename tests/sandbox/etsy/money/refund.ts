import { z } from "zod";
import { TRANSACTION_FEE } from "@/tests/sandbox/etsy/limits";
import { book } from "@/tests/sandbox/etsy/money/ledger";
import type { Receipt } from "@/tests/sandbox/etsy/rows";
import { announce } from "@/tests/sandbox/etsy/webhooks";
import type { World } from "@/tests/sandbox/etsy/world";

const refundSchema = z.strictObject({
  receipt_id: z.int(),
  /** Minor units; everything that is left when absent. */
  amount: z.int().positive().optional(),
  reason: z.string().default("buyer_request"),
  /** The seller cancels the order: all money back, status `canceled`. */
  cancel: z.boolean().default(false),
  /** Overrides the switch `refunds_keep_updated`. */
  keep_updated: z.boolean().optional(),
});

/** `POST /__control/refund`: money goes back, fees in proportion; Etsy sends a webhook for cancellations only. */
export async function refund(world: World, body: unknown, origin: string) {
  const asked = refundSchema.parse(body);
  const receipt = world.receipts.get(asked.receipt_id);
  if (receipt === undefined) throw new Error(`no receipt ${asked.receipt_id}`);
  const left = receipt.gross - receipt.refunds.reduce((sum, one) => sum + one.amount, 0);
  const amount = asked.amount ?? left;
  if (left === 0 || amount > left) throw new Error(`only ${left} can be refunded`);
  const now = world.seconds();
  const kept = asked.keep_updated ?? world.switches().refunds_keep_updated;
  const change = {
    payment_adjustment_id: world.books.nextId("adjustment", 5_600_000_001),
    amount,
    fee: Math.round((receipt.processing_fee * amount) / receipt.gross),
    created: now,
    reason: asked.reason,
  };
  const status = asked.cancel ? "canceled" : amount === left ? "fully refunded" : "partially refunded";
  const refunds = [...receipt.refunds, change];
  world.receipts.put(receipt.receipt_id, {
    ...receipt,
    status,
    refunds,
    updated: kept ? receipt.updated : now,
  });
  bookRefund(world, receipt, change);
  if (asked.cancel) await announce(world, "order.canceled", receipt.receipt_id, origin);
  return { receipt_id: receipt.receipt_id, status, amount };
}

/** `POST /__control/payout`: the balance goes to the seller's bank. */
export function payOut(world: World) {
  const balance = world.ledger.all().at(-1)?.balance ?? 0;
  if (balance <= 0) throw new Error("there is nothing to pay out");
  const reference_id = world.books.nextId("disbursement", 7_700_000_001);
  const description = "Deposit to your bank account";
  book(world, {
    amount: -balance,
    ledger_type: "DISBURSE2",
    reference_type: "disbursement",
    reference_id,
    description,
  });
  return { amount: balance };
}

function bookRefund(world: World, receipt: Receipt, change: { amount: number; fee: number }): void {
  const { payment_id } = receipt;
  const back = book(world, {
    amount: -change.amount,
    ledger_type: "REFUND_GROSS",
    reference_type: "shop_payment",
    reference_id: payment_id,
    description: "Refund",
    payment_id,
  });
  const parent_entry_id = back.entry_id;
  book(world, {
    amount: change.fee,
    ledger_type: "processing_fee_refund",
    reference_type: "shop_payment",
    reference_id: payment_id,
    description: "Processing fee refund",
    parent_entry_id,
    payment_id,
  });
  book(world, {
    amount: Math.round(change.amount * TRANSACTION_FEE),
    ledger_type: "transaction_refund",
    reference_type: "transaction",
    reference_id: receipt.transactions[0]?.transaction_id ?? null,
    description: "Transaction fee refund",
    parent_entry_id,
    payment_id,
  });
}
