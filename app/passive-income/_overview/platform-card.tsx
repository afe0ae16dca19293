import Link from "next/link";
import type { PlatformRow } from "@/db/queries/platforms";
import type { RevenueSummary } from "@/db/queries/revenue";
import { formatMoney } from "@/lib/money";
import { ActivateButton } from "../_platform/activate-button";
import { problemOf, statusOf } from "../_platform/status";
import { ButtonLink, linkClass } from "../_ui/button";
import { cardClass } from "../_ui/card";
import { StatusText } from "../_ui/chip";
import { PlatformMark } from "../_ui/platform-mark";
import { type Clock, When } from "../_ui/when";

/** One platform in short: connection, what it earned lately, listings, and the one thing to do when there is one. */
export function PlatformCard(props: {
  platform: PlatformRow;
  /** Of the last days, all platforms. */
  summary: RevenueSummary;
  clock: Clock;
  canEdit: boolean;
}) {
  const { platform, canEdit } = props;
  const earned = earnedOf(props.summary, platform.id);
  const problem = problemOf(platform);
  const page = `/passive-income/platforms/${platform.name}`;
  return (
    <article
      className={`${cardClass} grid content-start gap-2 px-3.5 py-3 ${problem ? "border-danger/45" : ""}`}
    >
      <div className="flex items-center gap-2">
        <PlatformMark name={platform.name} />
        <h3 className="flex-1 font-semibold">
          <Link href={page} className="rounded-sm hover:underline">
            {platform.displayName}
          </Link>
        </h3>
        <StatusText status={statusOf(platform)} />
      </div>
      <div className="tabular-nums">
        <p className="text-lg font-semibold">
          {earned.map(({ currency, net }) => formatMoney({ amount: net, currency })).join(" and ")}
          <span className="text-xs font-normal text-muted-foreground"> net</span>
        </p>
        <p className="text-xs text-muted-foreground">
          {earned.reduce((sum, { units }) => sum + units, 0).toLocaleString("en-US")} sold in{" "}
          {props.summary.byDay.length} days, {platform.live} live
        </p>
        <p className="text-xs text-muted-foreground">{queueLine(platform)}</p>
      </div>
      {problem && <p className="text-xs text-danger">{problem}</p>}
      <div className="mt-auto flex min-h-7 flex-wrap items-center justify-between gap-2 border-t pt-2 text-xs text-muted-foreground">
        {problem ? (
          <Link href={page} className={linkClass}>
            Sign in again
          </Link>
        ) : platform.credentialsStatus === "not_configured" && !platform.listByHand ? (
          <ButtonLink href={page} size="sm" variant="primary">
            Connect
          </ButtonLink>
        ) : platform.isActive ? (
          <span>
            {platform.lastSync ? (
              <>
                Synced <When at={platform.lastSync} clock={props.clock} />
              </>
            ) : platform.listByHand ? (
              "On, listed by hand"
            ) : (
              "Listing is on"
            )}
          </span>
        ) : (platform.credentialsStatus === "verified" || platform.listByHand) && canEdit ? (
          <ActivateButton id={platform.id} name={platform.displayName} cost={platform.publishCost} />
        ) : (
          <span>Listing is off</span>
        )}
        {platform.account && <span className="truncate">{platform.account.name}</span>}
      </div>
    </article>
  );
}

/** In the summary's currency, and in others where there were sales; they are never added. */
function earnedOf({ currency, byPlatform, others }: RevenueSummary, platformId: number) {
  const all = [{ currency, byPlatform }, ...others].flatMap((one) => {
    const sums = one.byPlatform.get(platformId);
    return sums ? [{ currency: one.currency, net: sums.net, units: sums.units }] : [];
  });
  return all.length > 0 ? all : [{ currency, net: 0, units: 0 }];
}

/** "3 queued, 1 needs you": only what there is. */
function queueLine({ waiting, needsYou, failed }: PlatformRow): string {
  const parts = [
    ...(waiting > 0 ? [`${waiting} queued`] : []),
    ...(needsYou > 0 ? [`${needsYou} ${needsYou === 1 ? "needs" : "need"} you`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return parts.join(", ") || "Nothing waits";
}
