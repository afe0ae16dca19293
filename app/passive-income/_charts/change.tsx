import { ArrowDownRight, ArrowRight, ArrowUpRight } from "lucide-react";
import type { RevenueSummary } from "@/db/queries/revenue";
import { formatShortSpan, formatSpan } from "./dates";

/**
 * How a number differs from the same span before. Per cent only where they mean something: from a number above zero;
 * nothing is compared with a span that the ledger does not cover.
 */
export function Change(props: {
  now: number;
  before: number;
  /** Writes an amount; without it the numbers are counts. */
  money?: (amount: number) => string;
  summary: Pick<RevenueSummary, "before" | "begins">;
  /** Says the difference itself, never per cent. */
  amount?: boolean;
}) {
  const { now, before, summary, amount = false } = props;
  const { from, to } = summary.before;
  if (summary.begins === null || summary.begins > from) {
    return summary.begins
      ? `The ledger begins on ${formatSpan(summary.begins, summary.begins)}`
      : "Nothing to compare yet";
  }
  const against = formatShortSpan(from, to);
  const write = props.money ?? ((count: number) => count.toLocaleString("en-US"));
  if (now === before) {
    return (
      <span className="inline-flex items-center gap-1">
        <ArrowRight className="size-3.5" aria-hidden />
        Same as {against}
      </span>
    );
  }
  const Icon = now > before ? ArrowUpRight : ArrowDownRight;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1">
      <span
        className={`inline-flex items-center gap-0.5 font-[550] ${now > before ? "text-success" : "text-danger"}`}
      >
        <Icon className="size-3.5" aria-hidden />
        <span className="sr-only">{now > before ? "up" : "down"} </span>
        {before > 0 && now >= 0 && !amount ? percent(now, before) : write(Math.abs(now - before))}
      </span>
      vs {against}
    </span>
  );
}

function percent(now: number, before: number): string {
  const value = (100 * Math.abs(now - before)) / before;
  return `${value < 100 ? value.toFixed(1).replace(/\.0$/, "") : Math.round(value).toLocaleString("en-US")}%`;
}
