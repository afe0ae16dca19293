import { shareOf } from "../../money";
import type { FeeTable } from "../sales";

/** 0.20 for the renewal that each sold unit causes; 6.5 % of the sale; 3 % + 0.25 for the payment (United States). */
const renewal = { basisPoints: 0, fixed: 20 };
const transaction = { basisPoints: 650, fixed: 0 };
const payment = { basisPoints: 300, fixed: 25 };

export const fees: FeeTable = {
  asOf: "2026-11-01",
  link: "https://www.etsy.com/legal/fees",
  currency: "USD",
  sources: [
    { name: "Etsy", parts: [transaction, payment, renewal] },
    { name: "Off-site ads", parts: [transaction, payment, renewal, { basisPoints: 1500, fixed: 0 }] },
  ],
};

/**
 * What Etsy keeps of an order, as far as it can be reckoned from the order alone: transaction and payment fee,
 * without renewals and ads. The real fees are in the payment account's ledger.
 */
export function orderFee(amount: number, currency: string): number {
  // The fixed part is known for US dollars only.
  const fixed = currency === fees.currency ? payment.fixed : 0;
  return amount === 0
    ? 0
    : shareOf(amount, transaction.basisPoints) + shareOf(amount, payment.basisPoints) + fixed;
}

/** What Etsy gives back of `orderFee` with a refund: transaction fee and the percentage of the payment fee. */
export function feeBack(refunded: number): number {
  return shareOf(refunded, transaction.basisPoints) + shareOf(refunded, payment.basisPoints);
}
