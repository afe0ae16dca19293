import type { Money } from "../../money";
import { exponentOf } from "../../money";

/**
 * Smallest prices in our minor units; the keys are every currency Gumroad sells in.
 * From Gumroad's config/currencies.json, which counts KRW in hundredths of a won (111000): here 1110 won.
 */
export const minPrice: Record<string, number> = {
  USD: 99,
  GBP: 59,
  EUR: 79,
  JPY: 99,
  INR: 7300,
  AUD: 99,
  CAD: 99,
  HKD: 799,
  SGD: 99,
  TWD: 2999,
  NZD: 99,
  BRL: 533,
  ZAR: 1300,
  CHF: 100,
  ILS: 700,
  PHP: 4500,
  KRW: 1110,
  PLN: 379,
  CZK: 2149,
};

export const currencies: readonly string[] = Object.keys(minPrice);

/**
 * An amount in Gumroad's smallest unit: hundredths everywhere, whole units for JPY only.
 * @returns null when Gumroad does not sell in the currency.
 */
export function toGumroadAmount({ amount, currency }: Money): number | null {
  return currencies.includes(currency) ? amount * unitsOf(currency) : null;
}

/**
 * Gumroad's amount as our money.
 * @param currency as Gumroad writes it: "usd"
 * @returns null for an unknown currency or an amount our minor units cannot hold (half a won).
 */
export function fromGumroadAmount(amount: number, currency: string): Money | null {
  const code = currency.toUpperCase();
  if (!currencies.includes(code)) return null;
  const ours = amount / unitsOf(code);
  return Number.isSafeInteger(ours) ? { amount: ours, currency: code } : null;
}

/** Gumroad's smallest units in one of our minor units: 100 for KRW, 1 for the others. */
function unitsOf(currency: string): number {
  const decimalsAtGumroad = currency === "JPY" ? 0 : 2;
  return 10 ** (decimalsAtGumroad - exponentOf(currency));
}
