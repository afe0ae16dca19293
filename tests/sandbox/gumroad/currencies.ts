interface Currency {
  symbol: string;
  minimum: number;
  /** Minor units in one unit: 1 only for jpy; krw is x100 at Gumroad. */
  units: 1 | 100;
  /** US dollars for one unit; fixed here, so that a test can compute. */
  usd: number;
}

const row = (symbol: string, minimum: number, usd: number, units: 1 | 100 = 100): Currency => ({
  symbol,
  minimum,
  units,
  usd,
});

const CURRENCIES: Record<string, Currency> = {
  usd: row("$", 99, 1),
  gbp: row("£", 59, 1.25),
  eur: row("€", 79, 1.1),
  jpy: row("¥", 99, 0.0065, 1),
  inr: row("₹", 7300, 0.012),
  aud: row("A$", 99, 0.65),
  cad: row("CAD$", 99, 0.72),
  hkd: row("HK$", 799, 0.128),
  sgd: row("SGD$", 99, 0.74),
  twd: row("NT$", 2999, 0.031),
  nzd: row("NZ$", 99, 0.6),
  brl: row("R$", 533, 0.18),
  zar: row("ZAR", 1300, 0.055),
  chf: row("CHF", 100, 1.12),
  ils: row("₪", 700, 0.27),
  php: row("₱", 4500, 0.017),
  krw: row("₩", 111_000, 0.00072),
  pln: row("zł", 379, 0.25),
  czk: row("Kč", 2149, 0.043),
};

/** Whether Gumroad prices products in this currency (lower case). */
export function isSupported(currency: string): boolean {
  return Object.hasOwn(CURRENCIES, currency);
}

export function minimumPrice(currency: string): number {
  return currencyOf(currency).minimum;
}

export function symbolOf(currency: string): string {
  return currencyOf(currency).symbol;
}

/** USD cents for an amount in minor units of a currency, at the stand-in's fixed rate. */
export function usdCents(amount: number, currency: string): number {
  const { units, usd } = currencyOf(currency);
  return Math.round((amount / units) * usd * 100);
}

/** "9", "9.50", "1,234.50": major units, no cents when whole. */
export function formatMajor(amount: number, currency: string): string {
  const { units } = currencyOf(currency);
  const places = amount % units === 0 ? 0 : 2;
  return (amount / units).toLocaleString("en-US", {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
}

/** "$9", "€9.50". */
export function formatPrice(amount: number, currency: string): string {
  return `${symbolOf(currency)}${formatMajor(amount, currency)}`;
}

function currencyOf(code: string): Currency {
  const currency = CURRENCIES[code];
  if (currency === undefined) throw new Error(`unknown currency ${code}`);
  return currency;
}
