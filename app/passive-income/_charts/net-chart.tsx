import { ChartColumn, Table2 } from "lucide-react";
import type { PlatformRow } from "@/db/queries/platforms";
import type { RevenueSummary } from "@/db/queries/revenue";
import { formatMoney } from "@/lib/money";
import { ButtonLink } from "../_ui/button";
import { QuickFilters } from "../_ui/filters";
import { Bars } from "./bars";
import { formatShortSpan } from "./dates";
import { Swatch } from "./fills";
import { type Grouping, groupDays, groupingsOf, type Period } from "./periods";
import { type Series, seriesOf } from "./series";
import { ChartTable } from "./table";

/** What the address says of the chart. */
export interface ChartView {
  by: Grouping;
  asTable: boolean;
}

/** What is asked for, or the best grouping for so many days. */
export function readChartView(params: Record<string, string>, days: number): ChartView {
  const fit = groupingsOf(days);
  return { by: fit.find((one) => one === params.by) ?? fit[0] ?? "month", asTable: params.view === "table" };
}

/** Net money over time by platform: a picture with a sentence and a legend, or the same as a table. */
export function NetChart(props: {
  summary: RevenueSummary;
  platforms: readonly PlatformRow[];
  view: ChartView;
  /** The address of this screen with another view. */
  hrefOf: (view: ChartView) => string;
}) {
  const { summary, view, hrefOf } = props;
  const { currency } = summary;
  const series = seriesOf(props.platforms, summary.byPlatform);
  const periods = groupDays(summary.byDay, view.by);
  const shown = { periods, series, currency, by: view.by };
  const fit = groupingsOf(summary.byDay.length);
  if (series.length === 0) return <NoSales days={summary.byDay.length} />;
  return (
    <figure aria-labelledby="chart" className="@container">
      <div className="flex flex-wrap items-center gap-2 px-4 pt-3 pb-1">
        <h2 id="chart" className="flex-1 text-sm font-semibold max-sm:basis-full">
          Net by {view.by}
        </h2>
        {fit.length > 1 && (
          <QuickFilters
            label="One bar for each"
            filters={(["day", "week", "month"] as const)
              .filter((by) => fit.includes(by))
              .map((by) => ({
                name: { day: "Day", week: "Week", month: "Month" }[by],
                href: hrefOf({ ...view, by }),
                on: by === view.by,
              }))}
          />
        )}
        <ButtonLink
          href={hrefOf({ ...view, asTable: !view.asTable })}
          scroll={false}
          variant="ghost"
          size="sm"
        >
          {view.asTable ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
          {view.asTable ? "Show as chart" : "Show as table"}
        </ButtonLink>
      </div>
      <figcaption className="px-4 pb-2 text-xs text-muted-foreground">
        {sentence(periods, summary, view.by)}
      </figcaption>
      {view.asTable ? (
        <ChartTable {...shown} />
      ) : (
        <div className="px-4 pb-3.5">
          <Bars {...shown} />
          <Legend series={series} currency={currency} />
        </div>
      )}
    </figure>
  );
}

function NoSales({ days }: { days: number }) {
  return (
    <p className="grid min-h-40 place-items-center px-4 py-6 text-center text-muted-foreground">
      No sales in the last {days} days. They show up here within an hour.
    </p>
  );
}

function Legend({ series, currency }: { series: readonly Series[]; currency: string }) {
  return (
    <div className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1.5 text-xs">
      <ul aria-label="Legend" className="contents">
        {series.map((one) => (
          <li key={one.id} className="flex items-center gap-1.5">
            <Swatch series={one} />
            {one.name}
            <span className="text-muted-foreground tabular-nums">
              {formatMoney({ amount: one.net, currency })}
            </span>
          </li>
        ))}
      </ul>
      {series.some(({ striped }) => striped) && (
        <span className="text-muted-foreground">Striped: listed by hand</span>
      )}
    </div>
  );
}

/** "$5,072.63 net in 30 days. The best day was 17 Nov with $453.53." */
function sentence(
  periods: readonly Period[],
  { total, currency, byDay }: RevenueSummary,
  by: Grouping,
): string {
  const money = (amount: number) => formatMoney({ amount, currency });
  const whole = `${money(total.net)} net in ${byDay.length} days.`;
  const best = periods.reduce<Period | null>((top, one) => (top && top.net >= one.net ? top : one), null);
  if (!best || best.net <= 0) return whole;
  return `${whole} The best ${by} was ${formatShortSpan(best.from, best.to)} with ${money(best.net)}.`;
}
