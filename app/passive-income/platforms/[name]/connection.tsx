import type { PlatformRow } from "@/db/queries/platforms";
import { statusOf } from "../../_platform/status";
import { Card } from "../../_ui/card";
import { StatusChip } from "../../_ui/chip";
import { connectionStatus } from "../../_ui/words";
import { CredentialForm } from "./credential-form";
import { TestButton } from "./test-button";

/** The keys of a platform: given here, checked by a call. A platform filled by hand works without. */
export function Connection({ platform, canEdit }: { platform: PlatformRow; canEdit: boolean }) {
  const { credentialsStatus, supportsApiListing } = platform;
  const status = supportsApiListing ? statusOf(platform) : connectionStatus(credentialsStatus);
  return (
    <Card
      title={supportsApiListing ? "Connection" : "Key (optional)"}
      aside={
        <span className="flex items-center gap-2">
          <StatusChip status={status} />
          {canEdit && credentialsStatus !== "not_configured" && <TestButton id={platform.id} />}
        </span>
      }
    >
      <CredentialForm
        id={platform.id}
        name={platform.displayName}
        fields={platform.credentialFields}
        canEdit={canEdit}
        connected={credentialsStatus === "verified"}
        optional={!supportsApiListing}
      />
    </Card>
  );
}
