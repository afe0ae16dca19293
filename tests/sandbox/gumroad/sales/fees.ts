import type { Refund, Sale } from "@/tests/sandbox/gumroad/state";

/**
 * Gumroad's fee in USD cents: 10 % + 2.9 % + $0.50 + $0.30; 10 % + $0.50 on the seller's own processor;
 * 30 % through Discover; nothing on a free sale.
 */
export function feeOf(usdCents: number, sale: { discover: boolean; connected: boolean }): number {
  if (usdCents === 0) return 0;
  if (sale.discover) return Math.round((usdCents * 30) / 100);
  if (sale.connected) return Math.round((usdCents * 10) / 100) + 50;
  return Math.round((usdCents * 129) / 1000) + 80;
}

/** The fee given back with a refund: Gumroad's own share of the refunded part; processing is kept. */
export function feeReturned(sale: Sale, refundedUsdCents: number): number {
  if (sale.usd_cents === 0) return 0;
  const processing = sale.connected ? 0 : Math.round((sale.usd_cents * 29) / 1000) + 30;
  const own = Math.max(0, sale.fee_usd_cents - processing);
  return Math.round((own * refundedUsdCents) / sale.usd_cents);
}

/** What is left to refund, in minor units of the listing currency. */
export function refundable(sale: Sale): number {
  return sale.listing_cents - total(sale.refunds, (refund) => refund.listing_cents);
}

export function isFullyRefunded(sale: Sale): boolean {
  return sale.refunds.length > 0 && refundable(sale) === 0;
}

export function total<T>(rows: T[], amount: (row: T) => number): number {
  return rows.reduce((sum, row) => sum + amount(row), 0);
}

export function refundedUsd(refunds: Refund[]): number {
  return total(refunds, (refund) => refund.usd_cents);
}
