import type { ListingRow } from "@/db/queries/listings";
import { formatMoney } from "@/lib/money";

/** A count of the platform; in words where it tells none. */
export function Reported({ count }: { count: number | null }) {
  if (count === null) return <span className="text-muted-foreground">not reported</span>;
  return <span className="tabular-nums">{count.toLocaleString("en-US")}</span>;
}

/** Net of all time, in the currency of its first sale. */
export function Net({ listing }: { listing: Pick<ListingRow, "revenue" | "revenueCurrency" | "currency"> }) {
  const currency = listing.revenueCurrency ?? listing.currency;
  if (currency === null) return <span className="text-muted-foreground">–</span>;
  return <span className="tabular-nums">{formatMoney({ amount: listing.revenue, currency })}</span>;
}
