import { formatMoney } from "@/lib/money";

/** A price, or a dash while there is none. */
export function Price({ amount, currency }: { amount: number | null; currency: string | null }) {
  if (amount === null || currency === null) {
    return (
      <span className="text-muted-foreground">
        <span aria-hidden>–</span>
        <span className="sr-only">no price yet</span>
      </span>
    );
  }
  return <span className="tabular-nums">{formatMoney({ amount, currency })}</span>;
}
