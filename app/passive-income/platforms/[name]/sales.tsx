import type { PlatformRow } from "@/db/queries/platforms";
import { formatMoney } from "@/lib/money";
import { syncWord } from "../../_platform/status";
import { Card, Facts } from "../../_ui/card";
import { type Clock, When } from "../../_ui/when";
import { SyncButton } from "./sync-button";

/** What was earned there, and how the sales come to us: asked for, or told by the platform. */
export function Sales(props: { platform: PlatformRow; canEdit: boolean; clock: Clock }) {
  const { platform, canEdit, clock } = props;
  const { supportsSync, lastSync, syncError, webhookSetUp } = platform;
  const net = formatMoney({ amount: platform.totalRevenue, currency: platform.currency });
  const way = supportsSync
    ? "The agent reads sales by itself. They are never changed here."
    : webhookSetUp
      ? `${platform.displayName} reports each sale itself, by webhook.`
      : `${platform.displayName} reports no sales.`;
  return (
    <Card
      title="Sales"
      aside={
        supportsSync && (
          <span className="text-xs font-medium text-muted-foreground">{syncWord(platform)}</span>
        )
      }
    >
      <Facts
        items={[
          { name: "Net, all time", value: net },
          ...(supportsSync
            ? [{ name: "Last read", value: lastSync ? <When at={lastSync} clock={clock} /> : "Never" }]
            : []),
        ]}
      />
      <div className="flex flex-wrap items-center justify-between gap-3 border-t px-4 py-3">
        <p className={`min-w-0 flex-1 basis-64 ${syncError ? "text-danger" : "text-muted-foreground"}`}>
          {syncError ?? way}
        </p>
        {canEdit && supportsSync && platform.credentialsStatus === "verified" && (
          <SyncButton id={platform.id} />
        )}
      </div>
    </Card>
  );
}
