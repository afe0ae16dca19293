import type { PlatformRow } from "@/db/queries/platforms";
import { formatMoney } from "@/lib/money";
import { Card, Facts } from "../../_ui/card";
import { type Clock, When } from "../../_ui/when";
import { SyncButton } from "./sync-button";

const words: Record<string, string> = {
  never_synced: "Not read yet",
  syncing: "Being read",
  synced: "Read",
  error: "Problem",
};

/** When sales were read, and what came of it. */
export function Sales(props: { platform: PlatformRow; canEdit: boolean; clock: Clock }) {
  const { platform, canEdit, clock } = props;
  return (
    <Card
      title="Sales"
      aside={<span className="text-xs font-medium text-muted-foreground">{words[platform.syncStatus]}</span>}
    >
      <Facts
        items={[
          {
            name: "Last read",
            value: platform.lastSync ? <When at={platform.lastSync} clock={clock} /> : "Never",
          },
          {
            name: "Net, all time",
            value: formatMoney({ amount: platform.totalRevenue, currency: platform.currency }),
          },
        ]}
      />
      <div className="flex flex-wrap items-center justify-between gap-3 border-t px-4 py-3">
        <p
          className={`min-w-0 flex-1 basis-64 ${platform.syncError ? "text-danger" : "text-muted-foreground"}`}
        >
          {platform.syncError ?? "Sales are read every hour. They are never changed here."}
        </p>
        {canEdit && platform.credentialsStatus === "verified" && <SyncButton id={platform.id} />}
      </div>
    </Card>
  );
}
