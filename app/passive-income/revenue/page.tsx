import { ChartColumn, Download } from "lucide-react";
import { getDb } from "@/db/client";
import { listPlatforms } from "@/db/queries/platforms";
import { listEntries, revenueCurrencies, summariseRevenue } from "@/db/queries/revenue";
import { formatSpan } from "../_charts/dates";
import { NetChart, readChartView } from "../_charts/net-chart";
import { ButtonLink, buttonClass } from "../_ui/button";
import { cardClass } from "../_ui/card";
import { clock, readParams, type SearchParams, shell, viewer, withParams } from "../_ui/data";
import { Empty } from "../_ui/empty";
import { QuickFilters } from "../_ui/filters";
import { Screen } from "../_ui/screen";
import { ByPlatform } from "./by-platform";
import { Entries } from "./entries";
import { Equation } from "./equation";
import { EstimateNote, OtherCurrencies } from "./notes";
import { chooseCurrency, hrefOf, presets, type RevenueView, readDays } from "./range";

export const metadata = { title: "Revenue" };
export const dynamic = "force-dynamic";

const newest = 20;

export default async function Revenue({ searchParams }: { searchParams: SearchParams }) {
  await viewer();
  const params = await readParams(searchParams);
  const days = readDays(params.days);
  const db = await getDb();
  const [state, time, platforms, currencies] = await Promise.all([
    shell(),
    clock(),
    listPlatforms(db),
    revenueCurrencies(db),
  ]);
  const currency = chooseCurrency(params.currency, currencies, state.currency);
  const [summary, entries] = await Promise.all([
    summariseRevenue(db, { days, currency, now: time.now }),
    listEntries(db, { currency, last: { days, now: time.now }, limit: newest }),
  ]);
  const chart = readChartView(params, days);
  const view: RevenueView = { days, currency: currencies.length > 1 ? currency : undefined };
  const csv = withParams("/api/passive-income/revenue.csv", { days: String(days), currency });
  const live = platforms.reduce((sum, platform) => sum + platform.live, 0);
  return (
    <Screen
      title="Revenue"
      actions={
        <a href={csv} download className={buttonClass({})}>
          <Download aria-hidden />
          <span className="max-sm:sr-only">Download CSV</span>
        </a>
      }
    >
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <QuickFilters
          label="Range"
          filters={presets.map((preset) => ({
            name: `${preset} days`,
            href: hrefOf({ ...view, days: preset, view: params.view }),
            on: preset === days,
          }))}
        />
        {currencies.length > 1 && (
          <QuickFilters
            label="Currency"
            filters={currencies.map((code) => ({
              name: code,
              href: hrefOf({ ...view, currency: code, by: params.by, view: params.view }),
              on: code === currency,
            }))}
          />
        )}
        <p className="text-xs text-muted-foreground">{formatSpan(summary.from, summary.to)}</p>
      </div>
      {summary.byPlatform.size === 0 ? (
        <div className="grid gap-3">
          <div className={cardClass}>
            <None days={days} live={live} />
          </div>
          <OtherCurrencies summary={summary} view={view} />
        </div>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Equation summary={summary} />
          <div className="-mt-1.5 grid gap-1.5 empty:hidden">
            <OtherCurrencies summary={summary} view={view} />
            <EstimateNote summary={summary} />
          </div>
          <div className={`${cardClass} overflow-hidden`}>
            <NetChart
              summary={summary}
              platforms={platforms}
              view={chart}
              hrefOf={({ by, asTable }) => hrefOf({ ...view, by, view: asTable ? "table" : undefined })}
            />
          </div>
          <ByPlatform summary={summary} platforms={platforms} />
          <Entries entries={entries.rows} clock={time} />
        </div>
      )}
    </Screen>
  );
}

function None({ days, live }: { days: number; live: number }) {
  return (
    <Empty
      icon={ChartColumn}
      title={`No sales in the last ${days} days`}
      text={
        live === 0
          ? "Nothing is live yet. Sales show up here once a manual is for sale."
          : `${live === 1 ? "1 listing is" : `${live.toLocaleString("en-US")} listings are`} live. Sales show up here within an hour.`
      }
    >
      <ButtonLink href="/passive-income/listings">See your listings</ButtonLink>
    </Empty>
  );
}
