import Link from "next/link";
import type { ReactNode } from "react";
import type { PlatformRow } from "@/db/queries/platforms";
import type { RevenueSummary } from "@/db/queries/revenue";
import { formatMoney } from "@/lib/money";
import { Change } from "../_charts/change";

/** What was earned lately, beside as many days before. `fresh`: live listings that began in these days. */
export function Numbers(props: {
  summary: RevenueSummary;
  platforms: readonly PlatformRow[];
  fresh: number;
}) {
  const { total, before, currency, byDay } = props.summary;
  const days = byDay.length;
  const money = (amount: number) => formatMoney({ amount, currency });
  const each = perSale(total);
  const eachBefore = perSale(before.total);
  const live = props.platforms.reduce((sum, platform) => sum + platform.live, 0);
  return (
    <section aria-label="Numbers" className="grid grid-cols-2 border-b md:grid-cols-[1.5fr_1fr_1fr_1fr]">
      <Figure
        name={`Net revenue, ${days} days`}
        href="revenue"
        value={money(total.net)}
        note={<Change now={total.net} before={before.total.net} money={money} summary={props.summary} />}
        main
      />
      <Figure
        name="Sales"
        href="revenue"
        value={total.units.toLocaleString("en-US")}
        note={<Change now={total.units} before={before.total.units} summary={props.summary} />}
      />
      <Figure
        name="Live listings"
        href="listings?status=listed,active"
        value={live.toLocaleString("en-US")}
        note={`${props.fresh === 0 ? "None" : props.fresh.toLocaleString("en-US")} new in ${days} days`}
      />
      <Figure
        name="Net per sale"
        href="revenue"
        value={each === null ? "–" : money(each)}
        note={
          each === null || eachBefore === null ? (
            `No sales in ${each === null ? `${days} days` : `the ${days} days before`}`
          ) : (
            <Change now={each} before={eachBefore} money={money} summary={props.summary} amount />
          )
        }
      />
    </section>
  );
}

/** Net of one unit, rounded to a minor unit; null without a sale. */
function perSale({ net, units }: { net: number; units: number }): number | null {
  return units === 0 ? null : Math.round(net / units);
}

function Figure(props: { name: string; href: string; value: string; note: ReactNode; main?: boolean }) {
  return (
    <Link
      href={`/passive-income/${props.href}`}
      className={`min-w-0 px-4 pt-3.5 pb-3 -outline-offset-2 hover:bg-accent max-md:odd:border-r max-md:nth-[n+3]:border-t md:not-first:border-l ${props.main ? "md:shadow-[inset_0_-2px_0_var(--primary)]" : ""}`}
    >
      <p className="text-xs font-medium text-muted-foreground">{props.name}</p>
      <p
        className={`mt-0.5 font-semibold tracking-[-.02em] tabular-nums wrap-anywhere ${props.main ? "text-2xl max-md:text-xl/[34px]" : "text-xl/[34px]"}`}
      >
        {props.value}
      </p>
      <p className="text-xs text-muted-foreground tabular-nums">{props.note}</p>
    </Link>
  );
}
