import Link from "next/link";
import type { EntryRow } from "@/db/queries/revenue";
import { formatMoney } from "@/lib/money";
import { linkClass } from "../_ui/button";
import { Card } from "../_ui/card";
import { DataTable, number, text } from "../_ui/data-table";
import { displayNameOf, PlatformMark } from "../_ui/platform-mark";
import { type Clock, When } from "../_ui/when";

const words: Record<string, string> = {
  sale: "Sale",
  refund: "Refund",
  fee: "Fee",
  dispute: "Dispute",
  dispute_reversed: "Dispute won",
  payout: "Payout",
  adjustment: "Correction",
};

const columns = [
  ...["What", "Listing", "Platform", "When"].map(text),
  ...["Amount", "Fee", "Net"].map(number),
];

/** The newest lines of the ledger. What went back to a buyer has its minus sign. */
export function Entries({ entries, clock }: { entries: readonly EntryRow[]; clock: Clock }) {
  return (
    <Card
      title="Newest entries"
      aside={<span className="text-xs text-muted-foreground">All of them are in the CSV file</span>}
      className="min-w-0 overflow-hidden"
    >
      <DataTable
        label="Table of entries"
        caption="The newest lines of the ledger, newest first"
        columns={columns}
      >
        <tbody>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} clock={clock} />
          ))}
        </tbody>
      </DataTable>
    </Card>
  );
}

function Entry({ entry, clock }: { entry: EntryRow; clock: Clock }) {
  const money = (amount: number) => formatMoney({ amount, currency: entry.currency });
  const { quantity, transactionType } = entry;
  return (
    <tr>
      <th scope="row">
        {words[transactionType] ?? transactionType}
        {transactionType === "sale" && quantity > 1 && ` of ${quantity}`}
        {entry.basis === "estimated" && (
          <span className="ml-1.5 text-xs font-normal text-muted-foreground">estimated</span>
        )}
      </th>
      <td>
        <Sold entry={entry} />
      </td>
      <td>
        <span className="flex items-center gap-2">
          <PlatformMark name={entry.platformName} size="sm" />
          {displayNameOf(entry.platformName)}
        </span>
      </td>
      <td>
        <When at={entry.transactionDate} clock={clock} />
      </td>
      <td className="n">{money(entry.amount)}</td>
      <td className="n">{money(entry.fee === 0 ? 0 : -entry.fee)}</td>
      <td className="n font-semibold">{money(entry.amount - entry.fee)}</td>
    </tr>
  );
}

function Sold({ entry }: { entry: EntryRow }) {
  if (entry.listingId !== null) {
    return (
      <Link
        href={`/passive-income/listings/${entry.listingId}`}
        className={`${linkClass} inline-block max-w-72 truncate max-md:max-w-40 align-middle`}
      >
        {entry.manualTitle ?? entry.remoteTitle ?? `Listing ${entry.listingId}`}
      </Link>
    );
  }
  return (
    <span className="inline-block max-w-96 truncate max-md:max-w-64 align-middle text-muted-foreground">
      {entry.remoteTitle && <span className="text-foreground">{entry.remoteTitle}. </span>}
      Not matched to a listing
    </span>
  );
}
