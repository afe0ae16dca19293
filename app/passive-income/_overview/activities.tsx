import {
  CircleCheck,
  CircleDollarSign,
  CircleMinus,
  Hand,
  OctagonAlert,
  TrendingDown,
  Undo2,
  UserCheck,
} from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Activity } from "@/db/queries/overview";
import { formatMoney } from "@/lib/money";
import { Card } from "../_ui/card";
import { displayNameOf } from "../_ui/platform-mark";
import { type Clock, When } from "../_ui/when";

const looks = {
  listed: { icon: CircleCheck, ink: "text-success" },
  problem: { icon: OctagonAlert, ink: "text-danger" },
  run: { icon: OctagonAlert, ink: "text-danger" },
  asked: { icon: Hand, ink: "text-warning" },
  answered: { icon: UserCheck, ink: "text-muted-foreground" },
  cancelled: { icon: CircleMinus, ink: "text-muted-foreground" },
  timed_out: { icon: CircleMinus, ink: "text-muted-foreground" },
  sale: { icon: CircleDollarSign, ink: "text-success" },
  refund: { icon: Undo2, ink: "text-muted-foreground" },
  price: { icon: TrendingDown, ink: "text-muted-foreground" },
} as const;

/** What happened lately, newest first. */
export function Activities({ activities, clock }: { activities: Activity[]; clock: Clock }) {
  return (
    <Card title="Recent activity" className="max-wide:order-4">
      {activities.length === 0 ? (
        <p className="px-4 py-6 text-center text-muted-foreground">Nothing has happened yet.</p>
      ) : (
        <ol className="px-4 pb-2">
          {activities.map((activity, index) => {
            const look = looks[activity.kind];
            return (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: events have no common id, and the list is drawn once.
                key={index}
                className="grid grid-cols-[20px_minmax(0,1fr)_auto] items-start gap-2 border-t py-[7px] text-xs/[18px] first:border-t-0"
              >
                <look.icon className={`mt-0.5 size-3.5 ${look.ink}`} aria-hidden />
                <span className="wrap-anywhere">{sentence(activity)}</span>
                <span className="text-muted-foreground">
                  <When at={activity.at} clock={clock} />
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </Card>
  );
}

function sentence(activity: Activity): ReactNode {
  switch (activity.kind) {
    case "listed":
      return (
        <>
          Listed <ListingLink {...activity} /> on {displayNameOf(activity.platformName)}
        </>
      );
    case "problem":
      return (
        <>
          {displayNameOf(activity.platformName)}, <ListingLink {...activity} />: {activity.message}
        </>
      );
    case "run":
      return (
        <>
          Run {activity.runId}: {activity.message}
        </>
      );
    case "asked":
      return (
        <>
          Asked you: <ActionLink {...activity} />
        </>
      );
    case "answered":
      return (
        <>
          Answered: <ActionLink {...activity} />
        </>
      );
    case "cancelled":
      return (
        <>
          Will not do: <ActionLink {...activity} />
        </>
      );
    case "timed_out":
      return (
        <>
          Ran out: <ActionLink {...activity} />
        </>
      );
    case "sale":
    case "refund":
      return (
        <>
          {activity.kind === "sale" ? "Sale" : "Refund"} on {displayNameOf(activity.platformName)}:{" "}
          <Sold {...activity} />, <span className="whitespace-nowrap">{formatMoney(activity)}</span>
        </>
      );
    case "price":
      return (
        <>
          Price lowered: <ListingLink {...activity} /> on {displayNameOf(activity.platformName)},{" "}
          {formatMoney({ amount: activity.before, currency: activity.currency })} to{" "}
          {formatMoney({ amount: activity.after, currency: activity.currency })}
        </>
      );
  }
}

function Sold({ listingId, title }: { listingId: number | null; title: string | null }) {
  if (listingId !== null)
    return <ListingLink listingId={listingId} title={title ?? `Listing ${listingId}`} />;
  return title ? `“${title}”` : "not matched to a listing";
}

function ListingLink({ listingId, title }: { listingId: number; title: string }) {
  return (
    <Link href={`/passive-income/listings/${listingId}`} className="rounded-sm font-medium hover:underline">
      “{title}”
    </Link>
  );
}

function ActionLink({ actionId, title }: { actionId: number; title: string }) {
  return (
    <Link href={`/passive-income/actions/${actionId}`} className="rounded-sm font-medium hover:underline">
      {title}
    </Link>
  );
}
