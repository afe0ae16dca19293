import { stringify } from "csv-stringify/sync";
import { type EntryFilter, type EntryRow, listEntries } from "@/db/queries/revenue";
import type { App } from "../app";
import { toMajorText } from "../money";

const columns = [
  "date",
  "platform",
  "type",
  "transaction_id",
  "manual",
  "quantity",
  "amount",
  "fee",
  "net_amount",
  "currency",
  "basis",
] as const;

/** The ledger as CSV, page by page, so that a long one is never held in memory. Amounts in major units, UTC times. */
export function revenueCsv(app: Pick<App, "db">, filter: EntryFilter): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let cursor: string | undefined;
  let begun = false;
  return new ReadableStream({
    async pull(controller) {
      const page = await listEntries(app.db, { ...filter, limit: 1_000, cursor });
      const lines = stringify(page.rows.map(lineOf), {
        header: !begun,
        columns: [...columns],
        record_delimiter: "windows",
      });
      begun = true;
      controller.enqueue(encoder.encode(lines));
      cursor = page.next ?? undefined;
      if (page.next === null) controller.close();
    },
  });
}

function lineOf(row: EntryRow): Record<(typeof columns)[number], string> {
  const major = (amount: number) => toMajorText({ amount, currency: row.currency });
  return {
    date: row.transactionDate.toISOString(),
    platform: row.platformName,
    type: row.transactionType,
    transaction_id: harmless(row.transactionId),
    manual: harmless(row.manualTitle ?? row.remoteTitle ?? ""),
    quantity: String(row.quantity),
    amount: major(row.amount),
    fee: major(row.fee),
    net_amount: major(row.amount - row.fee),
    currency: row.currency,
    basis: row.basis,
  };
}

/** A spreadsheet would run a text that begins like a formula: https://owasp.org/www-community/attacks/CSV_Injection */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
