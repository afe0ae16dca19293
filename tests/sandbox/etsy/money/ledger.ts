import { ok, page, refuse } from "@/tests/sandbox/etsy/answers";
import { type Call, id, queryIds, queryInt } from "@/tests/sandbox/etsy/call";
import { LEDGER_WINDOW_S, LISTING_FEE_MINOR, PAGE_MAX } from "@/tests/sandbox/etsy/limits";
import { range } from "@/tests/sandbox/etsy/listings/range";
import { showPayment } from "@/tests/sandbox/etsy/money/payments";
import type { LedgerEntry } from "@/tests/sandbox/etsy/rows";
import type { World } from "@/tests/sandbox/etsy/world";

const LEDGER_ID = 8123456;

type Line = Pick<LedgerEntry, "amount" | "ledger_type" | "reference_type" | "description"> & {
  reference_id: number | null;
  parent_entry_id?: number;
  payment_id?: number;
};

/** Adds one line to the payment account; debits are negative. */
export function book(world: World, line: Line): LedgerEntry {
  const entry_id = world.books.nextId("ledger", 9_100_000_001);
  const before = world.ledger.all().at(-1);
  const entry: LedgerEntry = {
    entry_id,
    sequence_number: (before?.sequence_number ?? 0) + 1,
    amount: line.amount,
    balance: (before?.balance ?? 0) + line.amount,
    currency: world.switches().currency,
    description: line.description,
    created: world.seconds(),
    ledger_type: line.ledger_type,
    reference_type: line.reference_type,
    reference_id: line.reference_id === null ? null : String(line.reference_id),
    parent_entry_id: line.parent_entry_id ?? 0,
    payment_id: line.payment_id ?? null,
  };
  world.ledger.put(entry_id, entry);
  return entry;
}

/** The 0.20 of a publication (`listing`) or of a renewal. */
export function chargeListing(world: World, listingId: number, ledger_type: string): void {
  const description = ledger_type === "listing" ? "Listing fee" : "Listing renewal fee";
  const amount = -LISTING_FEE_MINOR;
  book(world, { amount, ledger_type, description, reference_type: "listing", reference_id: listingId });
}

/** `getShopPaymentAccountLedgerEntries`: both bounds demanded, at most 31 days, newest first. */
export function listLedger(call: Call) {
  const from = queryInt(call, "min_created");
  const to = queryInt(call, "max_created");
  if (from === undefined || to === undefined) {
    throw refuse(400, "Missing required parameter: min_created and max_created");
  }
  if (to - from > LEDGER_WINDOW_S) {
    throw refuse(
      400,
      "Time window between min_created and max_created must be no more than 2678400 seconds (31 days).",
    );
  }
  if (to < from) throw refuse(400, "min_created must not be after max_created.");
  const found = call.world.ledger.all().filter((entry) => entry.created >= from && entry.created <= to);
  return page(found.reverse(), range(call), showEntry);
}

export function getLedgerEntry(call: Call) {
  const entry = call.world.ledger.get(id(call, "ledger_entry_id"));
  if (entry === undefined) throw refuse(404, "Could not find a Ledger Entry");
  return ok(showEntry(entry));
}

export function listLedgerPayments(call: Call) {
  const { world } = call;
  const wanted = queryIds(call, "ledger_entry_ids", PAGE_MAX).map(
    (entry) => world.ledger.get(entry)?.payment_id,
  );
  const paid = world.receipts.all().filter((receipt) => wanted.includes(receipt.payment_id));
  return ok({ count: paid.length, results: paid.map((receipt) => showPayment(world, receipt)) });
}

function showEntry(entry: LedgerEntry) {
  const { created, payment_id: _, ...shown } = entry;
  return {
    ...shown,
    ledger_id: LEDGER_ID,
    create_date: created,
    created_timestamp: created,
    payment_adjustments: [],
  };
}
