import { formatMoney } from "@/lib/money";
import { formatSpan } from "./dates";
import type { Grouping, Period } from "./periods";
import type { Series } from "./series";

/** The chart as numbers, newest first. */
export function ChartTable(props: {
  periods: readonly Period[];
  series: readonly Series[];
  currency: string;
  by: Grouping;
}) {
  const { periods, series, currency, by } = props;
  const money = (amount: number) => formatMoney({ amount, currency });
  return (
    <section
      aria-label={`Table of net by ${by}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="max-h-96 overflow-auto border-t"
    >
      <table className="tbl">
        <caption className="sr-only">
          Net by {by} and platform, in {currency}
        </caption>
        <thead>
          <tr>
            <th scope="col" className="capitalize">
              {by}
            </th>
            {series.map(({ id, name }) => (
              <th key={id} scope="col" className="n">
                {name}
              </th>
            ))}
            <th scope="col" className="n">
              Sales
            </th>
            <th scope="col" className="n">
              Net
            </th>
          </tr>
        </thead>
        <tbody>
          {periods.toReversed().map((period) => (
            <tr key={period.from}>
              <th scope="row">{formatSpan(period.from, period.to)}</th>
              {series.map(({ id }) => (
                <td key={id} className="n">
                  {money(period.platforms.get(id) ?? 0)}
                </td>
              ))}
              <td className="n">{period.units}</td>
              <td className="n font-semibold">{money(period.net)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
