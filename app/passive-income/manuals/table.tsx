import Link from "next/link";
import type { ManualRow } from "@/db/queries/manuals";
import { StatusChip, StatusText } from "../_ui/chip";
import { Cover } from "../_ui/cover";
import { Price } from "../_ui/money";
import { manualStatus, rightsStatus } from "../_ui/words";
import { ListedOn, sizeLine } from "./facts";

/** The library on a desk. */
export function ManualTable({ manuals }: { manuals: ManualRow[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard.
    <section className="overflow-x-auto max-md:hidden" aria-label="Table of manuals" tabIndex={0}>
      <table className="tbl">
        <caption className="sr-only">Manuals, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Manual</th>
            <th scope="col">State</th>
            <th scope="col">Your rights</th>
            <th scope="col">Listed on</th>
            <th scope="col" className="n">
              Price
            </th>
          </tr>
        </thead>
        <tbody>
          {manuals.map((manual) => (
            <tr key={manual.id}>
              <th scope="row" className="w-full">
                <span className="flex items-center gap-2.5 py-1.5">
                  <Cover manualId={manual.id} has={manual.coverUrl !== null} size={40} />
                  <span className="min-w-0">
                    <Link
                      href={`/passive-income/manuals/${manual.id}`}
                      className="block max-w-[46ch] truncate rounded-sm hover:underline"
                    >
                      {manual.title}
                    </Link>
                    <span className="block text-xs font-normal text-muted-foreground tabular-nums">
                      {sizeLine(manual)}
                      {!manual.titleSure && manual.status === "processed" && ", check the title"}
                    </span>
                  </span>
                </span>
              </th>
              <td className="py-2!">
                <StatusChip status={manualStatus(manual)} />
                {manual.errorMessage && (
                  <span className="mt-1 block max-w-64 text-xs whitespace-normal text-danger">
                    {manual.errorMessage}
                  </span>
                )}
              </td>
              <td>
                <StatusText status={rightsStatus(manual.rights)} />
              </td>
              <td>
                <ListedOn manual={manual} />
              </td>
              <td className="n">
                <Price amount={manual.price} currency={manual.currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
