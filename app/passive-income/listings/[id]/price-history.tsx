import { ArrowDownRight } from "lucide-react";
import type { PriceChangeRow } from "@/db/queries/listings";
import { formatMoney } from "@/lib/money";
import { Card } from "../../_ui/card";
import { type Clock, When } from "../../_ui/when";

/** The agent's price steps with their evidence, newest first. Nothing before the first one. */
export function PriceHistory({ changes, clock }: { changes: readonly PriceChangeRow[]; clock: Clock }) {
  if (changes.length === 0) return null;
  return (
    <Card title="Price history" className="min-w-0 overflow-hidden">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard. */}
      <section className="overflow-x-auto" aria-label="Table of prices" tabIndex={0}>
        <table className="tbl">
          <caption className="sr-only">Prices that the agent lowered, newest first</caption>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col" className="n">
                Before
              </th>
              <th scope="col" className="n">
                After
              </th>
              <th scope="col">Why</th>
              <th scope="col">On the platform</th>
            </tr>
          </thead>
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
        </table>
      </section>
    </Card>
  );
}
