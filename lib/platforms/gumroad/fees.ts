import { shareOf } from "../../money";
import type { FeeTable } from "../sales";

/** https://gumroad.com/help/article/66: 10 % + 50 cents, and 2.9 % + 30 cents for the card; 30 % through Discover. */
const own = { basisPoints: 1000, fixed: 50 };
const card = { basisPoints: 290, fixed: 30 };

export const fees: FeeTable = {
  asOf: "2026-11-01",
  link: "https://gumroad.com/help/article/66",
  currency: "USD",
  sources: [
    {
      name: "Direct",
      parts: [{ basisPoints: own.basisPoints + card.basisPoints, fixed: own.fixed + card.fixed }],
    },
    { name: "Discover", parts: [{ basisPoints: 3000, fixed: 0 }] },
  ],
};

/**
 * What Gumroad gives back of its fee with a refund: its own share of the refunded part; the card's share is kept.
 * @param sale US cents, as Gumroad reports them.
 */
export function feeBack(sale: { price: number; fee: number; connected: boolean }, refunded: number): number {
  if (sale.price === 0) return 0;
  const kept = sale.connected ? 0 : shareOf(sale.price, card.basisPoints) + card.fixed;
  return Math.round((Math.max(0, sale.fee - kept) * refunded) / sale.price);
}
