import Link from "next/link";
import { getDb } from "@/db/client";
import { listPlatforms, type PlatformRow } from "@/db/queries/platforms";
import { formatMoney } from "@/lib/money";
import { ActivateButton } from "../_platform/activate-button";
import { DeactivateButton } from "../_platform/deactivate-button";
import { problemOf, statusOf } from "../_platform/status";
import { ButtonLink, linkClass } from "../_ui/button";
import { cardClass, Facts } from "../_ui/card";
import { StatusChip } from "../_ui/chip";
import { viewer } from "../_ui/data";
import { PlatformMark } from "../_ui/platform-mark";
import { Screen } from "../_ui/screen";

export const metadata = { title: "Platforms" };
export const dynamic = "force-dynamic";

export default async function Platforms() {
  const { canEdit } = await viewer();
  const platforms = await listPlatforms(await getDb());
  return (
    <Screen title="Platforms">
      <div className="grid gap-4 lg:grid-cols-2">
        {platforms.map((platform) => (
          <Row key={platform.id} platform={platform} canEdit={canEdit} />
        ))}
      </div>
    </Screen>
  );
}

function Row({ platform, canEdit }: { platform: PlatformRow; canEdit: boolean }) {
  const page = `/passive-income/platforms/${platform.name}`;
  const problem = problemOf(platform);
  const byHand = !platform.supportsApiListing;
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
            {platform.account?.name ?? platform.homepage}
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
              name: "Net",
              value: formatMoney({ amount: platform.totalRevenue, currency: platform.currency }),
            },
            { name: "Publishing", value: platform.publishCost ?? "Costs nothing" },
          ]}
        />
      </div>
      <footer className="mt-auto flex flex-wrap items-center justify-between gap-2 border-t px-4 py-2.5">
        <Link href={page} className={linkClass}>
          {byHand
            ? "How it works"
            : platform.credentialsStatus === "not_configured"
              ? "How to connect"
              : "Connection"}
        </Link>
        {canEdit &&
          (platform.credentialsStatus === "not_configured" && !byHand ? (
            <ButtonLink href={page} variant="primary">
              Connect {platform.displayName}
            </ButtonLink>
          ) : platform.isActive ? (
            <DeactivateButton id={platform.id} name={platform.displayName} />
          ) : (
            <ActivateButton
              id={platform.id}
              name={platform.displayName}
              cost={platform.publishCost}
              size="md"
            />
          ))}
      </footer>
    </article>
  );
}
