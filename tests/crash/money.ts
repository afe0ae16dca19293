import type { Books, Rows } from "./evidence";

/** Sales and money by platform and day, and refunds by platform: how many, and how much in minor units. */
type Sums = Map<string, { count: number; amount: number }>;

/**
 * I6: rollups and counters are the sums of the ledger. I7: each sale is in it once. I13: per platform and day it is what
 * the shops' own books say, and so are the refunds (Gumroad does not tell their day).
 */
export function checkMoney({ ledger, differences }: Rows, books: Books): string[] {
  const ours: Sums = new Map();
  for (const { platformId, type, day, amount } of ledger)
    add(ours, type === "sale" ? `${platformId} sales of ${day}` : `${platformId} ${type}s`, amount);
  const theirs = fromBooks(books);
  const keys = [...new Set([...ours.keys(), ...theirs.keys()])];
  const text = (sums: Sums, key: string) => {
    const { count, amount } = sums.get(key) ?? { count: 0, amount: 0 };
    // Refunds that came between two looks are one row of ours.
    return key.endsWith("refunds") ? `${amount}` : `${count} for ${amount}`;
  };
  const ids = ledger.filter(({ type }) => type === "sale").map(({ platformId, id }) => `${platformId} ${id}`);
  return [
    ...differences.map((what) => `the sums of ${what}`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `the sale ${id} twice`),
    ...keys
      .filter((key) => text(ours, key) !== text(theirs, key))
      .map((key) => `${key}: ${text(ours, key)}, by the shop's books ${text(theirs, key)}`),
  ];
}

function fromBooks({ etsy, gumroad }: Books): Sums {
  const sums: Sums = new Map();
  for (const { created, gross, refunds } of etsy.receipts) {
    add(sums, `1 sales of ${new Date(created * 1000).toISOString().slice(0, 10)}`, gross);
    for (const { amount } of refunds) add(sums, "1 refunds", -amount);
  }
  for (const { created_at, usd_cents, refunds } of gumroad.sales) {
    add(sums, `2 sales of ${created_at.slice(0, 10)}`, usd_cents);
    for (const refund of refunds) add(sums, "2 refunds", -refund.usd_cents);
  }
  return sums;
}

function add(sums: Sums, key: string, amount: number): void {
  const { count, amount: before } = sums.get(key) ?? { count: 0, amount: 0 };
  sums.set(key, { count: count + 1, amount: before + amount });
}
