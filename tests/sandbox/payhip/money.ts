import { z } from "zod";

/** Upper-case ISO 4217. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, "a currency is three capital letters");

/** Minor units as a buyer reads them: 900 USD is `$9.00`. */
export function formatPrice(minor: number, currency: string): string {
  return numberFormat(currency).format(minor / 10 ** decimals(currency));
}

/** Minor units as a plain decimal: 900 USD is `9.00`. */
export function plainPrice(minor: number, currency: string): string {
  return (minor / 10 ** decimals(currency)).toFixed(decimals(currency));
}

/** The minor units of a decimal that a person typed, undefined when it is none of that currency. */
export function minorUnits(typed: string, currency: string): number | undefined {
  const match = /^(\d{1,8})(?:\.(\d{1,3}))?$/.exec(typed.trim());
  const places = decimals(currency);
  const fraction = match?.[2] ?? "";
  if (match === null || fraction.length > places) return undefined;
  return Number(`${match[1]}${fraction.padEnd(places, "0")}`);
}

function decimals(currency: string): number {
  return numberFormat(currency).resolvedOptions().maximumFractionDigits ?? 2;
}

function numberFormat(currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat("en-US", { style: "currency", currency });
}
