import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { cardClass } from "../_ui/card";
import { StatusChip } from "../_ui/chip";
import { Cover } from "../_ui/cover";
import { Price } from "../_ui/money";
import { displayNameOf, PlatformMark } from "../_ui/platform-mark";
import { listingStatus } from "../_ui/words";
import { Net } from "./numbers";
import { RetryButton } from "./retry-button";
import { mayRetry, WhatIsGoingOn } from "./state";
import type { ListingsView } from "./table";

/** Listings on a phone: one card each. */
export function ListingCards({ listings, canEdit, agentEnabled, clock }: ListingsView) {
  return (
    <ul className="mb-3 grid grid-cols-[minmax(0,1fr)] gap-3 md:hidden">
      {listings.map((listing) => (
        <li key={listing.id} className={cardClass}>
          <Link
            href={`/passive-income/listings/${listing.id}`}
            className="flex items-center gap-3 rounded-t-lg px-4 py-3 -outline-offset-2"
          >
            <Cover manualId={listing.manualId} has={listing.hasCover} size={40} />
            <span className="min-w-0 flex-1">
              <b className="block truncate text-base font-[550]">{listing.manualTitle}</b>
              <span className="flex items-center gap-1.5 text-xs text-muted-foreground">
                <PlatformMark name={listing.platformName} size="sm" />
                {displayNameOf(listing.platformName)} ·{" "}
                <Price amount={listing.price} currency={listing.currency} />
              </span>
            </span>
            <ChevronRight className="size-4 text-muted-foreground" aria-hidden />
          </Link>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t px-4 py-3">
            <StatusChip status={listingStatus(listing)} />
            <p className="order-last basis-full">
              <WhatIsGoingOn listing={listing} agentEnabled={agentEnabled} clock={clock} />
            </p>
            {listing.sales > 0 && (
              <span className="text-xs text-muted-foreground tabular-nums">
                {listing.sales.toLocaleString("en-US")} sold, <Net listing={listing} /> net
              </span>
            )}
            <span className="flex-1" />
            {canEdit && mayRetry(listing) && <RetryButton id={listing.id} title={listing.manualTitle} />}
          </div>
        </li>
      ))}
    </ul>
  );
}
