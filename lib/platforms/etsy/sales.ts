import { PlatformError } from "../../errors";
import { allocate, type Money, parseMajor } from "../../money";
import type { Session } from "../platform";
import type { Cursor, Entry, Sales, SalesPage } from "../sales";
import { askFor, shopId } from "./client";
import { feeBack, orderFee } from "./fees";
import { decode, moneyOf } from "./mapping";
import { type Receipt, receipts } from "./schemas";

const PAGE = 100;
/** Etsy refuses larger offsets: https://developers.etsy.com/documentation/essentials/requests */
const LAST_OFFSET = 12_000;
/** The earliest moment that Etsy takes, 2000-01-01: https://developers.etsy.com/documentation/reference/#operation/getShopReceipts */
const FIRST = 946_684_800;
/** Seconds that every walk goes back behind the newest order it knows, for late rows and young refunds. */
const OVERLAP_S = 72 * 3600;

export const sales: Sales = {
  need: { all: 1 },
  since: (from) => ({ begin: Math.max(FIRST, Math.floor(from.getTime() / 1000)), offset: 0, newest: 0 }),
  poll,
};

/**
 * One page of paid orders, oldest first, so that new ones come behind and move nothing.
 * Cursor: `begin` (epoch seconds of creation), `offset` from there, `newest` order seen.
 * Calls: one. @throws PlatformError when an answer is not as documented.
 */
async function poll(session: Session, cursor: Cursor | null): Promise<SalesPage> {
  const { begin, offset, newest } = readCursor(cursor);
  const query = new URLSearchParams({
    was_paid: "true",
    sort_on: "created",
    sort_order: "asc",
    limit: String(PAGE),
    offset: String(offset),
    min_created: String(begin),
  });
  const path = `/shops/${shopId(session)}/receipts?${query}`;
  const request = { method: "GET" as const, path, timeoutMs: session.timing.readMs };
  const { results, count } = await askFor(session, request, 200, receipts);
  if (results.length === 0 && offset < count)
    throw new PlatformError("unexpected", `Etsy counts ${count} orders and shows none of them.`);
  const last = results.at(-1)?.created_timestamp ?? newest;
  const seen = Math.max(newest, last);
  const more = results.length > 0 && offset + results.length < count;
  const next = offset + results.length;
  return {
    entries: results.flatMap(entriesOf),
    more,
    cursor: more
      ? next <= LAST_OFFSET - PAGE
        ? { begin, offset: next, newest: seen }
        : { begin: last, offset: 0, newest: seen }
      : { begin: Math.max(FIRST, seen - OVERLAP_S), offset: 0, newest: seen },
  };
}

function readCursor(cursor: Cursor | null): { begin: number; offset: number; newest: number } {
  const number = (name: string) => (typeof cursor?.[name] === "number" ? cursor[name] : 0);
  return { begin: number("begin") || FIRST, offset: number("offset"), newest: number("newest") };
}

/** A sale for each line of an order, and its refunds. */
export function entriesOf(receipt: Receipt): Entry[] {
  if (!receipt.is_paid || receipt.transactions.length === 0) return [];
  const subtotal = minor(receipt.subtotal);
  const amounts = linesOf(receipt, subtotal);
  const at = iso(receipt.created_timestamp);
  const fees = allocate(
    orderFee(subtotal.amount, subtotal.currency),
    amounts.map((amount) => Math.max(0, amount)),
  );
  const sold = receipt.transactions.map((line, index): Entry => {
    const amount = amounts[index] ?? 0;
    return {
      type: "sale",
      id: String(line.transaction_id),
      row: 0,
      amount,
      fee: fees[index] ?? 0,
      quantity: line.quantity,
      currency: subtotal.currency,
      basis: "estimated",
      at,
      remoteId: line.listing_id ? String(line.listing_id) : null,
      title: line.title ? decode(line.title) : null,
    };
  });
  return [...sold, ...refundsOf(receipt, subtotal.amount)];
}

/**
 * What each line brought: its units less its coupon, if that adds up to the order; else the order's sum by the
 * lines' worth (a discount on the whole order).
 */
function linesOf({ transactions }: Receipt, { amount, currency }: Money): number[] {
  const worth = transactions.map(({ price, quantity }) => minor(price).amount * quantity);
  const paid = transactions.map(
    ({ shop_coupon }, index) =>
      (worth[index] ?? 0) - (parseMajor((shop_coupon ?? 0).toFixed(2), currency) ?? 0),
  );
  const adds = paid.reduce((sum, one) => sum + one, 0) === amount && paid.every((one) => one >= 0);
  return adds ? paid : allocate(amount, worth);
}

/** Refunds have no id of their own: their place in the list is their number. Never more than the order brought. */
function refundsOf(receipt: Receipt, subtotal: number): Entry[] {
  const listings = new Set(receipt.transactions.map(({ listing_id }) => listing_id ?? null));
  const [only] = [...listings];
  const remoteId = listings.size === 1 && only ? String(only) : null;
  const [first] = receipt.transactions;
  let left = subtotal;
  const inOrder = [...(receipt.refunds ?? [])].sort((a, b) => a.created_timestamp - b.created_timestamp);
  return inOrder.map((refund, row) => {
    const { amount, currency } = minor(refund.amount);
    const given = Math.min(amount, left);
    left -= given;
    return {
      type: "refund",
      id: String(receipt.receipt_id),
      row,
      amount: given === 0 ? 0 : -given,
      fee: given === 0 ? 0 : -feeBack(given),
      quantity: 0,
      currency,
      basis: "estimated",
      at: iso(refund.created_timestamp),
      remoteId,
      title: remoteId && first?.title ? decode(first.title) : null,
    };
  });
}

function minor(value: Receipt["subtotal"]): Money {
  const read = moneyOf(value);
  if (read) return read;
  throw new PlatformError("unexpected", "Etsy named an amount that is no whole number of cents.", {
    words: JSON.stringify(value),
  });
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
