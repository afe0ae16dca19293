import { formatMoney } from "@/lib/money";
import { DataTable, number, text } from "../_ui/data-table";
import { formatSpan } from "./dates";
import type { Grouping, Period } from "./periods";
import type { Series } from "./series";

const heading: Record<Grouping, string> = { day: "Day", week: "Week", month: "Month" };

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
    <DataTable
      label={`Table of net by ${by}`}
      caption={`Net by ${by} and platform, in ${currency}`}
      columns={[text(heading[by]), ...series.map(({ name }) => number(name)), number("Sales"), number("Net")]}
      className="max-h-96 overflow-auto border-t"
    >
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
    </DataTable>
  );
}
