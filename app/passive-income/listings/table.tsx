import Link from "next/link";
import type { ListingRow } from "@/db/queries/listings";
import { StatusChip } from "../_ui/chip";
import { Cover } from "../_ui/cover";
import { Price } from "../_ui/money";
import { displayNameOf, PlatformMark } from "../_ui/platform-mark";
import type { Clock } from "../_ui/when";
import { listingStatus } from "../_ui/words";
import { Net, Reported } from "./numbers";
import { RetryButton } from "./retry-button";
import { mayRetry, WhatIsGoingOn } from "./state";

export interface ListingsView {
  listings: ListingRow[];
  canEdit: boolean;
  agentEnabled: boolean;
  clock: Clock;
}

/** Listings on a desk. The sentence may wrap: its link is never cut off. */
export function ListingTable({ listings, canEdit, agentEnabled, clock }: ListingsView) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard.
    <section className="overflow-x-auto max-md:hidden" aria-label="Table of listings" tabIndex={0}>
      <table className="tbl">
        <caption className="sr-only">Listings, those that need attention first</caption>
        <thead>
          <tr>
            <th scope="col">Listing</th>
            <th scope="col">Platform</th>
            <th scope="col">Status</th>
            <th scope="col">What is going on</th>
            <th scope="col" className="n">
              Price
            </th>
            {["Views", "Favourites", "Sold", "Net"].map((name) => (
              <th key={name} scope="col" className="n">
                {name}
              </th>
            ))}
            <th scope="col">
              <span className="sr-only">What you can do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {listings.map((listing) => (
            <tr key={listing.id}>
              <th scope="row">
                <span className="flex items-center gap-2.5 py-1">
                  <Cover manualId={listing.manualId} has={listing.hasCover} />
                  <Link
                    href={`/passive-income/listings/${listing.id}`}
                    className="max-w-64 truncate rounded-sm max-rail:max-w-44 hover:underline"
                    title={listing.title}
                  >
                    {listing.manualTitle}
                  </Link>
                </span>
              </th>
              <td>
                <span className="flex items-center gap-2">
                  <PlatformMark name={listing.platformName} size="sm" />
                  {displayNameOf(listing.platformName)}
                </span>
              </td>
              <td>
                <StatusChip status={listingStatus(listing)} />
              </td>
              <td className="w-full min-w-52 py-2! whitespace-normal!">
                <WhatIsGoingOn listing={listing} agentEnabled={agentEnabled} clock={clock} />
              </td>
              <td className="n">
                <Price amount={listing.price} currency={listing.currency} />
              </td>
              <td className="n">
                <Reported count={listing.views} />
              </td>
              <td className="n">
                <Reported count={listing.favorites} />
              </td>
              <td className="n">{listing.sales.toLocaleString("en-US")}</td>
              <td className="n">
                <Net listing={listing} />
              </td>
              <td className="n">
                {canEdit && mayRetry(listing) && <RetryButton id={listing.id} title={listing.manualTitle} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
