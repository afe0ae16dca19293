import Link from "next/link";
import type { ReactNode } from "react";
import type { ListingRow } from "@/db/queries/listings";
import { linkClass } from "../_ui/button";
import { displayNameOf } from "../_ui/platform-mark";
import { type Clock, When } from "../_ui/when";

const steps: Record<string, string> = {
  plan: "Waiting for its turn.",
  create: "Making the draft.",
  upload: "Sending the file.",
  enrich: "Adding pictures and price.",
  publish: "Publishing it.",
  verify: "Reading it back.",
};

/** Whether a retry can help: while a question is open, only its answer does. */
export function mayRetry({ status, actionId }: ListingRow): boolean {
  return status === "error" || status === "paused" || (status === "action_required" && actionId === null);
}

/** One sentence on what is going on with a listing, and where to go next. */
export function WhatIsGoingOn(props: {
  listing: ListingRow;
  agentEnabled: boolean;
  clock: Clock;
}): ReactNode {
  const { listing, clock } = props;
  const platform = displayNameOf(listing.platformName);
  switch (listing.status) {
    case "pending":
      return <Pending {...props} platform={platform} />;
    case "action_required":
      return (
        <>
          {listing.errorMessage ?? listing.actionTitle ?? "A person has to look at it."}{" "}
          {listing.actionId !== null && (
            <Link href={`/passive-income/actions/${listing.actionId}`} className={linkClass}>
              Answer
            </Link>
          )}
        </>
      );
    case "error":
      return listing.errorMessage ?? "The agent gave up on it.";
    case "paused":
      return listing.errorMessage ?? "You decided against it. Retry puts it back in the queue.";
    case "ended":
      return listing.errorMessage ?? `It is no longer on ${platform}.`;
    default:
      return (
        <span className="text-muted-foreground">
          {listing.listedAt ? (
            <>
              Listed <When at={listing.listedAt} clock={clock} />
            </>
          ) : (
            "Nothing to do"
          )}
        </span>
      );
  }
}

function Pending(props: { listing: ListingRow; agentEnabled: boolean; clock: Clock; platform: string }) {
  const { listing, clock, platform } = props;
  const page = `/passive-income/platforms/${listing.platformName}`;
  if (!props.agentEnabled) return "The agent is paused.";
  // Listing by hand needs no connection.
  if (listing.credentialsStatus !== "verified" && !listing.listByHand) {
    return (
      <>
        Waits for the connection.{" "}
        <Link href={page} className={linkClass}>
          Connect {platform}
        </Link>
      </>
    );
  }
  if (!listing.platformActive) {
    return (
      <>
        Listing on {platform} is off.{" "}
        <Link href={page} className={linkClass}>
          Activate it
        </Link>
      </>
    );
  }
  const later = listing.nextAttemptAt !== null && listing.nextAttemptAt > clock.now;
  if (listing.errorMessage) {
    return (
      <>
        {listing.errorMessage}
        {later && listing.nextAttemptAt && (
          <>
            {" "}
            Next try <When at={listing.nextAttemptAt} clock={clock} />.
          </>
        )}
      </>
    );
  }
  return steps[listing.step ?? "plan"] ?? "Waiting for its turn.";
}
