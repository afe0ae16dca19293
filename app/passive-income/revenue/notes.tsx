import { Info } from "lucide-react";
import Link from "next/link";
import type { RevenueSummary } from "@/db/queries/revenue";
import { formatMoney } from "@/lib/money";
import { linkClass } from "../_ui/button";
import { hrefOf, type RevenueView } from "./range";

/** Why a number is not quite what a platform will pay. Nothing while all of them are reported. */
export function EstimateNote({ summary }: { summary: RevenueSummary }) {
  const { estimated } = summary.total;
  if (estimated === 0) return null;
  return (
    <p className="flex items-start gap-2 text-xs text-muted-foreground">
      <Info className="mt-px size-3.5 shrink-0" aria-hidden />
      <span>
        <b className="text-foreground">
          {estimated.toLocaleString("en-US")} {estimated === 1 ? "entry is" : "entries are"} estimated.
        </b>{" "}
        Etsy’s fees, the day of a Gumroad refund and all of Payhip are our own estimate. The platforms do not
        tell us.
      </span>
    </p>
  );
}

/** Money in other currencies stands beside the sum and is never added to it. */
export function OtherCurrencies({ summary, view }: { summary: RevenueSummary; view: RevenueView }) {
  if (summary.others.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted-foreground tabular-nums">
      Beside it, not added:
      {summary.others.map(({ currency, total }) => (
        <Link key={currency} href={hrefOf({ ...view, currency })} className={linkClass}>
          {formatMoney({ amount: total.net, currency })} net in {currency}
        </Link>
      ))}
    </p>
  );
}
