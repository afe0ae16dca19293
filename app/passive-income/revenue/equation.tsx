import type { ReactNode } from "react";
import type { RevenueSummary } from "@/db/queries/revenue";
import { formatMoney } from "@/lib/money";
import { Change } from "../_charts/change";
import { formatShare } from "../_charts/share";
import { cardClass } from "../_ui/card";

/** Gross − fees − refunds = net, drawn as the sum that it is. */
export function Equation({ summary }: { summary: RevenueSummary }) {
  const { total, before, currency } = summary;
  const money = (amount: number) => formatMoney({ amount, currency });
  const sales = `${total.units.toLocaleString("en-US")} ${total.units === 1 ? "sale" : "sales"}`;
  return (
    <section
      aria-label="Sum"
      className={`${cardClass} grid overflow-hidden sm:grid-cols-2 wide:grid-cols-[1fr_1fr_1fr_1.15fr]`}
    >
      <Term name="Gross" amount={money(total.gross)} note={sales} />
      <Term
        sign="−"
        name="Fees"
        amount={money(total.fees)}
        note={total.gross > 0 ? `${formatShare(total.fees, total.gross)} of gross` : "No sales"}
      />
      <Term
        sign="−"
        name="Refunds"
        amount={money(total.refunds)}
        note={total.gross > 0 ? `${formatShare(total.refunds, total.gross)} of gross` : "No sales"}
      />
      <Term
        sign="="
        name="Net"
        amount={money(total.net)}
        main
        note={<Change now={total.net} before={before.total.net} money={money} summary={summary} />}
      />
    </section>
  );
}

function Term(props: { name: string; amount: string; note: ReactNode; sign?: "−" | "="; main?: boolean }) {
  return (
    <div
      className={`relative px-5 py-3.5 ${props.main ? "bg-muted max-wide:border-t sm:max-wide:border-l wide:border-l" : ""} ${props.name === "Fees" ? "max-sm:border-t" : ""} ${props.name === "Refunds" ? "max-wide:border-t" : ""}`}
    >
      {props.sign && (
        <span
          className="absolute top-1/2 left-0 -translate-x-1/2 -translate-y-1/2 text-base text-muted-foreground max-wide:hidden"
          aria-hidden
        >
          {props.main ? "" : props.sign}
        </span>
      )}
      <p className="text-xs font-medium text-muted-foreground">
        {props.sign && <span className={props.main ? "" : "wide:sr-only"}>{props.sign} </span>}
        {props.name}
      </p>
      <p
        className={`mt-0.5 font-semibold tracking-[-.02em] tabular-nums wrap-anywhere ${props.main ? "text-2xl" : "text-xl/[34px]"}`}
      >
        {props.amount}
      </p>
      <p className="text-xs text-muted-foreground tabular-nums">{props.note}</p>
    </div>
  );
}
