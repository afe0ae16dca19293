/**
 * Money is an integer number of minor units beside its ISO 4217 currency. Nothing in the product adds
 * amounts of two currencies, and no amount is ever a floating-point number.
 */
export interface Money {
  /** Integer minor units (cents; yen for JPY). */
  amount: number;
  /** ISO 4217 code, upper case. */
  currency: string;
}

/** Largest price that is stored, minor units: a column of four bytes. */
export const MAX_PRICE = 2_147_483_647;

/** Decimals of the currencies that do not have two (ISO 4217 table A.1, list one). */
const exponents: Record<string, number> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

const known = new Set([...Intl.supportedValuesOf("currency"), ...Object.keys(exponents)]);

/** Whether a code is an ISO 4217 currency in upper case. */
export function isCurrency(code: string): boolean {
  return known.has(code);
}

/** Decimals of a currency: 2 for USD, 0 for JPY. */
export function exponentOf(currency: string): number {
  return exponents[currency] ?? 2;
}

/**
 * Reads a decimal in major units ("12.99", 12.99) into minor units, exactly.
 * @returns null when it is not a plain decimal, has more decimals than the currency, or is not a safe integer.
 */
export function parseMajor(input: string | number, currency: string): number | null {
  const match = /^(-?)(\d{1,13})(?:\.(\d+))?$/.exec(String(input).trim());
  if (!match) return null;
  const [, sign, whole = "0", decimals = ""] = match;
  const digits = exponentOf(currency);
  const kept = decimals.slice(0, digits).padEnd(digits, "0");
  if (/[1-9]/.test(decimals.slice(digits))) return null;
  const amount = Number(whole + kept);
  if (!Number.isSafeInteger(amount)) return null;
  return sign && amount !== 0 ? -amount : amount;
}

/** The exact decimal text in major units: 1299 USD -> "12.99", 500 JPY -> "500". */
export function toMajorText({ amount, currency }: Money): string {
  const digits = exponentOf(currency);
  const text = String(Math.abs(amount)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const sign = amount < 0 ? "-" : "";
  return digits === 0 ? sign + whole : `${sign}${whole}.${text.slice(-digits)}`;
}

/** The JSON number of the HTTP contract, in major units. */
export function toMajor(money: Money): number {
  return Number(toMajorText(money));
}

/** As a person reads it: "$12.99". The minus sign is U+2212. */
export function formatMoney(money: Money, locale = "en-US"): string {
  const digits = exponentOf(money.currency);
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
    .format(toMajor(money))
    .replace("-", "\u2212");
}

/**
 * Splits an amount by weights so that the parts add up to it exactly; what rounding leaves over goes to the largest
 * remainders, the first one first. Without any weight all of it goes to the first part.
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum === 0) return weights.map((_, index) => (index === 0 ? amount : 0));
  const whole = BigInt(amount < 0 ? -amount : amount);
  const parts = weights.map((weight, index) => {
    const scaled = whole * BigInt(weight);
    return { index, floor: scaled / BigInt(sum), rest: scaled % BigInt(sum) };
  });
  let left = Number(whole - parts.reduce((all, { floor }) => all + floor, 0n));
  const shares = parts.map(({ floor }) => Number(floor));
  const byRest = [...parts].sort((a, b) =>
    a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1,
  );
  for (const { index } of byRest) {
    if (left === 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    left -= 1;
  }
  return shares.map((share) => (amount < 0 && share !== 0 ? -share : share));
}

/** A share of an amount in hundredths of a per cent, rounded half away from zero. */
export function shareOf(amount: number, basisPoints: number): number {
  const share = Math.round((Math.abs(amount) * basisPoints) / 10_000);
  return amount < 0 && share !== 0 ? -share : share;
}
