import { ArrowDownRight } from "lucide-react";
import type { PriceChangeRow } from "@/db/queries/listings";
import { formatMoney } from "@/lib/money";
import { Card } from "../../_ui/card";
import { DataTable, number, text } from "../../_ui/data-table";
import { type Clock, When } from "../../_ui/when";

/** The agent's price steps with their evidence, newest first. Nothing before the first one. */
export function PriceHistory({ changes, clock }: { changes: readonly PriceChangeRow[]; clock: Clock }) {
  if (changes.length === 0) return null;
  return (
    <Card title="Price history" className="min-w-0 overflow-hidden">
      <DataTable
        label="Table of prices"
        caption="Prices that the agent lowered, newest first"
        columns={[text("When"), number("Before"), number("After"), text("Why"), text("On the platform")]}
      >
        <tbody>
          {changes.map(({ id, at, priceBefore, priceAfter, currency, views, appliedAt }) => (
            <tr key={id}>
              <th scope="row">
                <When at={at} clock={clock} />
              </th>
              <td className="n">{formatMoney({ amount: priceBefore, currency })}</td>
              <td className="n font-semibold">
                <ArrowDownRight className="mr-1 inline size-3.5 text-muted-foreground" aria-hidden />
                {formatMoney({ amount: priceAfter, currency })}
              </td>
              <td>
                {views.toLocaleString("en-US")} {views === 1 ? "view" : "views"}, no sale
              </td>
              <td>
                {appliedAt ? (
                  <>
                    Applied <When at={appliedAt} clock={clock} />
                  </>
                ) : (
                  "Waiting"
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </Card>
  );
}
