import Link from "next/link";
import type { ReactNode } from "react";
import type { PlatformRow } from "@/db/queries/platforms";
import { formatMoney } from "@/lib/money";
import { ActivateButton } from "../_platform/activate-button";
import { DeactivateButton } from "../_platform/deactivate-button";
import { problemOf, statusOf } from "../_platform/status";
import { ButtonLink, linkClass } from "../_ui/button";
import { cardClass, Facts } from "../_ui/card";
import { StatusChip } from "../_ui/chip";
import { PlatformMark } from "../_ui/platform-mark";
import { type Clock, When } from "../_ui/when";

interface RowProps {
  platform: PlatformRow;
  canEdit: boolean;
  clock: Clock;
}

/** One platform in the list: what is true, what it earned, and the switch. */
export function PlatformRowCard({ platform, canEdit, clock }: RowProps) {
  const page = `/passive-income/platforms/${platform.name}`;
  const problem = problemOf(platform);
  return (
    <article className={`${cardClass} flex flex-col ${problem ? "border-danger/45" : ""}`}>
      <header className="flex flex-wrap items-center gap-3 px-4 py-3.5">
        <PlatformMark name={platform.name} size="lg" />
        <div className="min-w-0 flex-1">
          <h2 className="text-base font-semibold">
            <Link href={page} className="rounded-sm hover:underline">
              {platform.displayName}
            </Link>
          </h2>
          <p className="truncate text-xs text-muted-foreground">
            {platform.account?.name ?? new URL(platform.homepage).host}
          </p>
        </div>
        <StatusChip status={statusOf(platform)} />
      </header>
      {problem && <p className="border-t px-4 py-2.5 text-danger">{problem}</p>}
      <div className="border-t">
        <Facts
          items={[
            { name: "Live", value: platform.live },
            { name: "Queued", value: platform.waiting },
            { name: "Needs you", value: platform.needsYou + platform.failed },
            {
              name: "Net, all time",
              value: formatMoney({ amount: platform.totalRevenue, currency: platform.currency }),
            },
          ]}
        />
      </div>
      <dl className="grid gap-1 border-t px-4 py-2.5 text-xs">
        <Line name="Publishing">{platform.publishCost ?? "Costs nothing"}</Line>
        <Line name="Sales">
          <SalesLine platform={platform} clock={clock} />
        </Line>
      </dl>
      <footer className="mt-auto flex flex-wrap items-center justify-between gap-2 border-t px-4 py-2.5">
        <Link href={page} className={linkClass}>
          {linkText(platform)}
        </Link>
        {canEdit && <Switch platform={platform} page={page} />}
      </footer>
    </article>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[84px_minmax(0,1fr)]">
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}

function SalesLine({ platform, clock }: Pick<RowProps, "platform" | "clock">) {
  const { supportsSync, syncError, lastSync, webhookSetUp } = platform;
  if (syncError) return <span className="text-danger">{syncError}</span>;
  if (!supportsSync) return webhookSetUp ? "Arrive by webhook" : "Not reported";
  if (!lastSync) return "Not read yet";
  return (
    <>
      Read <When at={lastSync} clock={clock} />
    </>
  );
}

function linkText({ supportsApiListing, credentialsStatus }: PlatformRow): string {
  if (!supportsApiListing) return "How it works";
  return credentialsStatus === "not_configured" ? "How to connect" : "Connection";
}

/** The one thing to do next: connect where a key is needed, else the switch. */
function Switch({ platform, page }: { platform: PlatformRow; page: string }) {
  const { id, displayName, isActive, supportsApiListing, credentialsStatus } = platform;
  if (supportsApiListing && credentialsStatus === "not_configured") {
    return (
      <ButtonLink href={page} variant="primary">
        Connect {displayName}
      </ButtonLink>
    );
  }
  if (isActive) return <DeactivateButton id={id} name={displayName} />;
  return <ActivateButton id={id} name={displayName} cost={platform.publishCost} size="md" />;
}
