import type { PlatformRow } from "@/db/queries/platforms";
import { ActivateButton } from "../../_platform/activate-button";
import { DeactivateButton } from "../../_platform/deactivate-button";
import { statusOf } from "../../_platform/status";
import { Card, Facts } from "../../_ui/card";
import { StatusChip } from "../../_ui/chip";

/** What a person wants (the switch) apart from what is true (the connection). */
export function Listing({ platform, canEdit }: { platform: PlatformRow; canEdit: boolean }) {
  const { id, displayName, isActive, publishCost, supportsApiListing } = platform;
  const cost = publishCost ? `${publishCost}.` : `Publishing on ${displayName} costs nothing.`;
  const activating = supportsApiListing
    ? "Activating lets the agent publish every ready manual."
    : "Activating makes every ready manual ready to paste.";
  return (
    <Card
      title="Listing"
      aside={
        <span className="flex items-center gap-2 text-xs font-medium text-muted-foreground">
          {!supportsApiListing && <StatusChip status={statusOf(platform)} />}
          <span>{isActive ? "On" : "Off"}</span>
        </span>
      }
    >
      <Facts
        items={[
          { name: "Live", value: platform.live },
          { name: "Queued", value: platform.waiting },
          { name: "Needs you", value: platform.needsYou + platform.failed },
          { name: "Currency", value: platform.currency },
        ]}
      />
      <div className="flex flex-wrap items-center justify-between gap-3 border-t px-4 py-3">
        <p className="min-w-0 flex-1 basis-64 text-muted-foreground">
          {isActive
            ? "Deactivating stops creating and changing. Live listings stay live."
            : `${activating} ${cost}`}
        </p>
        {canEdit &&
          (isActive ? (
            <DeactivateButton id={id} name={displayName} />
          ) : (
            <ActivateButton id={id} name={displayName} cost={publishCost} size="md" />
          ))}
      </div>
    </Card>
  );
}
