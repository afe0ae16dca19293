import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getDb } from "@/db/client";
import { getListing, type ListingRow, listPriceChanges, listSteps } from "@/db/queries/listings";
import { Alert } from "../../_ui/alert";
import { buttonClass, linkClass } from "../../_ui/button";
import { Card, cardClass, Facts } from "../../_ui/card";
import { StatusChip } from "../../_ui/chip";
import { Cover } from "../../_ui/cover";
import { clock, readId, shell, viewer } from "../../_ui/data";
import { Price } from "../../_ui/money";
import { displayNameOf, PlatformMark } from "../../_ui/platform-mark";
import { Screen } from "../../_ui/screen";
import { When } from "../../_ui/when";
import { listingStatus } from "../../_ui/words";
import { Net, Reported } from "../numbers";
import { RetryButton } from "../retry-button";
import { mayRetry, WhatIsGoingOn } from "../state";
import { PriceHistory } from "./price-history";
import { readable } from "./readable";
import { Timeline } from "./timeline";

export const metadata = { title: "Listing" };
export const dynamic = "force-dynamic";

const journalLength = 60;
const pricesShown = 20;

export default async function Listing({ params }: { params: Promise<{ id: string }> }) {
  const { canEdit } = await viewer();
  const id = await readId(params);
  const db = await getDb();
  const [listing, steps, prices, state] = await Promise.all([
    getListing(db, id),
    listSteps(db, id, journalLength),
    listPriceChanges(db, id, pricesShown),
    shell(),
  ]);
  if (!listing) notFound();
  const time = await clock();
  const platform = displayNameOf(listing.platformName);
  const sentence = <WhatIsGoingOn listing={listing} agentEnabled={state.agentEnabled} clock={time} />;
  const live = listing.status === "listed" || listing.status === "active";
  const tone =
    listing.status === "error" ? "danger" : listing.status === "action_required" ? "warning" : "info";
  return (
    <Screen title={listing.manualTitle} parent={{ href: "/passive-income/listings", title: "Listings" }}>
      <Header listing={listing} platform={platform} canEdit={canEdit} />
      <div className="grid items-start gap-4 wide:grid-cols-[minmax(0,1fr)_392px]">
        <div className="grid min-w-0 gap-4">
          {!live && (
            <Alert tone={tone} title={listingStatus(listing).word}>
              <p>{sentence}</p>
            </Alert>
          )}
          <Card title={live ? `What ${platform} shows` : `What ${platform} will show`}>
            <Facts
              items={[
                { name: "Price", value: <Price amount={listing.price} currency={listing.currency} /> },
                {
                  name: "Listed",
                  value: listing.listedAt ? <When at={listing.listedAt} clock={time} /> : "Not yet",
                },
                { name: "ID there", value: listing.platformListingId ?? "None yet" },
                { name: "Retries", value: listing.retryCount },
                { name: "Views", value: <Reported count={listing.views} /> },
                { name: "Favourites", value: <Reported count={listing.favorites} /> },
                { name: "Sold", value: listing.sales.toLocaleString("en-US") },
                { name: "Net", value: <Net listing={listing} /> },
              ]}
            />
            <Texts listing={listing} />
          </Card>
          <PriceHistory changes={prices} clock={time} />
        </div>
        <Card
          title="Journal"
          aside={
            steps.length === journalLength && (
              <span className="text-xs text-muted-foreground">The last {journalLength} steps</span>
            )
          }
        >
          <Timeline steps={steps} platform={platform} clock={time} />
        </Card>
      </div>
    </Screen>
  );
}

function Header({ listing, platform, canEdit }: { listing: ListingRow; platform: string; canEdit: boolean }) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-4">
      <Cover manualId={listing.manualId} has={listing.hasCover} size={64} />
      <div className="min-w-0 flex-1">
        <p className="text-lg font-semibold wrap-anywhere">{listing.title}</p>
        <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted-foreground">
          <span className="flex items-center gap-1.5">
            <PlatformMark name={listing.platformName} size="sm" />
            {platform}
          </span>
          <StatusChip status={listingStatus(listing)} />
          <Link href={`/passive-income/manuals/${listing.manualId}`} className={linkClass}>
            Open the manual
          </Link>
        </p>
        {listing.listByHand && listing.platformUrl && (
          <p className="mt-1 text-xs wrap-anywhere text-muted-foreground">{listing.platformUrl}</p>
        )}
      </div>
      <div className="flex gap-2 max-md:w-full">
        {canEdit && mayRetry(listing) && (
          <RetryButton id={listing.id} title={listing.manualTitle} size="md" />
        )}
        {listing.platformUrl && (
          <a
            href={listing.platformUrl}
            target="_blank"
            rel="noreferrer"
            className={buttonClass({}, "max-md:flex-1")}
          >
            <ExternalLink aria-hidden />
            Open on {platform}
          </a>
        )}
      </div>
    </div>
  );
}

/** The texts that were sent, or that will be. */
function Texts({ listing }: { listing: ListingRow }) {
  const proposal = listing.seoTitle !== null && listing.seoTitle !== listing.title ? listing.seoTitle : null;
  return (
    <div className="grid gap-4 border-t px-4 py-4">
      {proposal && (
        <div>
          <h3 className="text-xs font-medium text-muted-foreground">Title for the next change</h3>
          <p className="mt-1">{proposal}</p>
        </div>
      )}
      <div>
        <h3 className="text-xs font-medium text-muted-foreground">Description</h3>
        <p className="mt-1 max-h-72 max-w-[70ch] overflow-auto text-base whitespace-pre-line">
          {listing.description
            ? readable(listing.description, listing.platformName)
            : "It is written when the listing is made."}
        </p>
      </div>
      {listing.tags.length > 0 && (
        <div>
          <h3 className="text-xs font-medium text-muted-foreground">Tags</h3>
          <ul className="mt-1 flex flex-wrap gap-1">
            {listing.tags.map((tag) => (
              <li key={tag} className={`${cardClass} rounded-[5px] bg-secondary px-1.5 text-xs/[18px]`}>
                {tag}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
