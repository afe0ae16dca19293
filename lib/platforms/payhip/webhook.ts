import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { PlatformError } from "../../errors";
import { allocate, isCurrency, MAX_PRICE } from "../../money";
import type { Credentials } from "../platform";
import type { Entry, Webhook, WebhookEvent } from "../sales";

/**
 * https://help.payhip.com/article/115-webhooks. The signature is a constant of the account (a digest of its key): it
 * covers nothing of the body and proves only that the sender knows it, so what arrives is booked as estimated.
 */
export const webhook: Webhook = {
  trust: "token",
  setUp: "Payhip > Settings > Developer > Webhooks: paste this address and tick “paid” and “refunded”.",
  read,
};

const whole = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.number().int().nonnegative().max(MAX_PRICE));
const text = z.string().min(1).max(200);
/** Epoch seconds, in this century. */
const moment = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.number().int().min(946_684_800).max(4_102_444_800));

const item = z.object({
  product_key: text,
  product_name: z.string().nullish(),
  quantity: whole.pipe(z.number().min(1).max(10_000)).catch(1),
});
const transaction = z.object({
  id: text,
  currency: z.string().toUpperCase().refine(isCurrency, "is no currency"),
  /** Minor units, with the tax that was added. */
  price: whole,
  vat_amount: whole.nullish(),
  items: z.array(item).min(1),
  /** Missing for PayPal. */
  stripe_fee: whole.nullish(),
  payhip_fee: whole.nullish(),
  date: moment.nullish(),
  date_created: moment.nullish(),
});
type Transaction = z.infer<typeof transaction>;
const refunded = transaction.extend({ amount_refunded: whole, date_refunded: moment.nullish() });
const envelope = z.object({ type: text, signature: z.string().nullish() });

function read({
  body,
  credentials,
  now,
}: {
  body: string;
  credentials: Credentials;
  now: Date;
}): WebhookEvent | null {
  const json = parse(() => JSON.parse(body));
  const { type, signature } = parse(() => envelope.parse(json));
  if (!signedBy(credentials, signature ?? "")) return null;
  if (type === "paid") {
    const sale = parse(() => transaction.parse(json));
    return { id: `paid:${sale.id}`, type, entries: soldIn(sale, now) };
  }
  if (type === "refunded") {
    const refund = parse(() => refunded.parse(json));
    const id = `refunded:${refund.id}:${refund.date_refunded ?? 0}:${refund.amount_refunded}`;
    return { id, type, entries: [refundIn(refund, now)] };
  }
  // Subscriptions and whatever comes later: taken, and no matter of the ledger.
  return { id: `${type}:${createHash("sha256").update(body).digest("hex")}`, type, entries: [] };
}

/** Without a key only the address tells who it is. */
function signedBy({ api_key }: Credentials, signature: string): boolean {
  if (!api_key) return true;
  const expected = Buffer.from(createHash("sha256").update(api_key.trim()).digest("hex"));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Payhip names one price for the order: several products share it by their number. */
function soldIn(sale: Transaction, now: Date): Entry[] {
  const weights = sale.items.map(({ quantity }) => quantity);
  const amounts = allocate(withoutTax(sale), weights);
  const fees = allocate((sale.stripe_fee ?? 0) + (sale.payhip_fee ?? 0), weights);
  return sale.items.map((line, row) => ({
    type: "sale",
    id: sale.id,
    row,
    amount: amounts[row] ?? 0,
    fee: fees[row] ?? 0,
    quantity: line.quantity,
    currency: sale.currency,
    basis: "estimated",
    at: iso(sale.date ?? sale.date_created, now),
    remoteId: line.product_key,
    title: line.product_name ?? null,
  }));
}

/**
 * Whether a second partial refund names its own amount or the sum so far is not documented: each event counts as one
 * more, and all together never exceed what was paid.
 */
function refundIn(sale: z.infer<typeof refunded>, now: Date): Entry {
  const paid = withoutTax(sale);
  const part = sale.price === 0 ? 0 : Math.round((sale.amount_refunded * paid) / sale.price);
  const [first, ...others] = sale.items;
  const only = first && others.length === 0 ? first : null;
  return {
    type: "refund",
    id: sale.id,
    row: "next",
    amount: -Math.min(part, paid) || 0,
    cap: paid,
    fee: 0,
    quantity: 0,
    currency: sale.currency,
    basis: "estimated",
    at: iso(sale.date_refunded ?? sale.date, now),
    remoteId: only?.product_key ?? null,
    title: only?.product_name ?? null,
  };
}

function withoutTax({ price, vat_amount }: Transaction): number {
  return Math.max(0, price - (vat_amount ?? 0));
}

function iso(seconds: number | null | undefined, now: Date): string {
  return (seconds ? new Date(seconds * 1000) : now).toISOString();
}

function parse<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    throw new PlatformError("refused", "This is no event that Payhip documents.", {}, { cause });
  }
}
