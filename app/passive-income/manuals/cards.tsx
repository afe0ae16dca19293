import Link from "next/link";
import type { ManualRow } from "@/db/queries/manuals";
import { cardClass } from "../_ui/card";
import { StatusChip, StatusText } from "../_ui/chip";
import { Cover } from "../_ui/cover";
import { Price } from "../_ui/money";
import { manualStatus, rightsStatus } from "../_ui/words";
import { ListedOn, sizeLine } from "./facts";

/** The library on a phone: one card each. */
export function ManualCards({ manuals }: { manuals: ManualRow[] }) {
  return (
    <ul className="mb-3 grid grid-cols-[minmax(0,1fr)] gap-3 md:hidden">
      {manuals.map((manual) => (
        <li key={manual.id} className={cardClass}>
          <Link
            href={`/passive-income/manuals/${manual.id}`}
            className="grid grid-cols-[40px_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-2 rounded-lg px-4 py-3"
          >
            <Cover manualId={manual.id} has={manual.coverUrl !== null} size={40} />
            <span className="min-w-0">
              <b className="block truncate text-base font-[550]">{manual.title}</b>
              <span className="text-xs text-muted-foreground tabular-nums">{sizeLine(manual)}</span>
            </span>
            <Price amount={manual.price} currency={manual.currency} />
            <span className="col-span-full flex flex-wrap items-center gap-x-3 gap-y-2">
              <StatusChip status={manualStatus(manual)} />
              <StatusText status={rightsStatus(manual.rights)} />
              <span className="ml-auto">
                <ListedOn manual={manual} />
              </span>
            </span>
            {manual.errorMessage && (
              <span className="col-span-full text-xs text-danger">{manual.errorMessage}</span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}
