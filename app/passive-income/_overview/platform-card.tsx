import Link from "next/link";
import type { PlatformRow } from "@/db/queries/platforms";
import { ActivateButton } from "../_platform/activate-button";
import { problemOf, statusOf } from "../_platform/status";
import { ButtonLink, linkClass } from "../_ui/button";
import { cardClass } from "../_ui/card";
import { StatusText } from "../_ui/chip";
import { PlatformMark } from "../_ui/platform-mark";
import { type Clock, When } from "../_ui/when";

/** One platform in short: connection, listings, and the one thing to do when there is one. */
export function PlatformCard(props: { platform: PlatformRow; clock: Clock; canEdit: boolean }) {
  const { platform, canEdit } = props;
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
        <p className="text-lg font-semibold">{platform.live} live</p>
        <p className="text-xs text-muted-foreground">{queueLine(platform)}</p>
      </div>
      {problem && <p className="text-xs text-danger">{problem}</p>}
      <div className="mt-auto flex min-h-7 flex-wrap items-center justify-between gap-2 border-t pt-2 text-xs text-muted-foreground">
        {problem ? (
          <Link href={page} className={linkClass}>
            Sign in again
          </Link>
        ) : platform.credentialsStatus === "not_configured" ? (
          <ButtonLink href={page} size="sm" variant="primary">
            Connect
          </ButtonLink>
        ) : platform.isActive ? (
          <span>
            {platform.lastSync ? (
              <>
                Synced <When at={platform.lastSync} clock={props.clock} />
              </>
            ) : (
              "Listing is on"
            )}
          </span>
        ) : platform.credentialsStatus === "verified" && canEdit ? (
          <ActivateButton id={platform.id} name={platform.displayName} cost={platform.publishCost} />
        ) : (
          <span>Listing is off</span>
        )}
        {platform.account && <span className="truncate">{platform.account.name}</span>}
      </div>
    </article>
  );
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
