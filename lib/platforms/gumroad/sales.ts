import { PlatformError } from "../../errors";
import { parseMajor } from "../../money";
import type { Session } from "../platform";
import type { Cursor, Entry, Sales, SalesPage } from "../sales";
import { ask } from "./client";
import { feeBack } from "./fees";
import { type Sale, salePageAnswer } from "./schemas";

/** Every walk goes back so far behind the newest sale it knows, for late rows and young refunds. */
const OVERLAP_MS = 72 * 3_600_000;

export const sales: Sales = {
  need: { all: 1 },
  since: (from) => ({ since: new Date(from.getTime() + OVERLAP_MS).toISOString(), top: null, key: null }),
  poll,
};

/**
 * One page of ten, newest first. Gumroad cannot be asked for what changed, so each walk begins at the newest sale and
 * goes back to `since` less the overlap; `since` moves only when a walk is through, so a walk that broke off loses
 * nothing. Cursor: `since` (newest sale of the last whole walk), `top` (newest of this walk), `key` (its next page).
 * Calls: one. @throws PlatformError when an answer is not as documented.
 */
async function poll(session: Session, cursor: Cursor | null): Promise<SalesPage> {
  const text = (name: string) => (typeof cursor?.[name] === "string" ? cursor[name] : null);
  const since = text("since");
  const key = text("key");
  const query = new URLSearchParams();
  if (since) query.set("after", new Date(Date.parse(since) - OVERLAP_MS).toISOString().slice(0, 10));
  if (key) query.set("page_key", key);
  const path = `/v2/sales${query.size > 0 ? `?${query}` : ""}`;
  const reply = await ask(session, salePageAnswer, { method: "GET", path });
  if (!reply.ok) {
    // A key of another time: the walk begins anew, and knows everything it has booked.
    if (key && /page_key/i.test(reply.words))
      return { entries: [], cursor: { since, top: null, key: null }, more: true };
    throw reply.error;
  }
  const { sales: page, next_page_key } = reply.value;
  if (next_page_key && next_page_key === key)
    throw new PlatformError("unexpected", "Gumroad's list of sales goes in a circle.");
  const top = text("top") ?? page[0]?.created_at ?? since;
  return {
    entries: page.flatMap((sale) => entriesOf(sale, session.now())),
    more: Boolean(next_page_key),
    cursor: next_page_key ? { since, top, key: next_page_key } : { since: top, top: null, key: null },
  };
}

/** A sale, and what was given back of it so far. */
export function entriesOf(sale: Sale, now: Date): Entry[] {
  if (sale.is_bundle_product_purchase) return [];
  const base = {
    id: sale.id,
    currency: "USD",
    remoteId: sale.product_id,
    title: sale.product_name ?? null,
  };
  const sold: Entry = {
    ...base,
    type: "sale",
    row: 0,
    amount: sale.price,
    fee: sale.gumroad_fee,
    quantity: sale.quantity,
    basis: "reported",
    at: new Date(sale.created_at).toISOString(),
  };
  const given = refundedOf(sale);
  if (given === 0) return [sold];
  const facts = { price: sale.price, fee: sale.gumroad_fee, connected: Boolean(sale.payment_processor) };
  const back: Entry = {
    ...base,
    type: "refund",
    row: "total",
    amount: -given,
    fee: -feeBack(facts, given) || 0,
    quantity: 0,
    // Gumroad tells neither the day nor the returned fee of a refund.
    basis: "estimated",
    at: now.toISOString(),
  };
  return [sold, back];
}

/** US cents given back so far; for a part of a sale in another currency, its share of the price. */
function refundedOf(sale: Sale): number {
  if (sale.refunded === true) return sale.price;
  if (sale.partially_refunded !== true) return 0;
  const left = numberIn(sale.amount_refundable_in_currency);
  if (left === null) return unclear(sale);
  if ((sale.currency ?? "usd").toLowerCase() === "usd") return Math.max(0, sale.price - left);
  const whole = numberIn(sale.formatted_total_price);
  return whole ? Math.round(sale.price * (1 - Math.min(left / whole, 1))) : unclear(sale);
}

function unclear({ id }: Sale): never {
  throw new PlatformError("unexpected", `Gumroad does not say how much of the sale ${id} was refunded.`);
}

/** The number in a formatted amount, in hundredths: "$1,234.50" is 123450. */
function numberIn(text: string | null | undefined): number | null {
  return parseMajor((text ?? "").replace(/[^\d.]/g, ""), "USD");
}
