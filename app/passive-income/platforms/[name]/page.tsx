import { notFound } from "next/navigation";
import { getDb } from "@/db/client";
import { getPlatform } from "@/db/queries/platforms";
import { ownAddress } from "@/lib/env";
import { webhookPath } from "@/lib/revenue/webhook-path";
import { clock, viewer } from "../../_ui/data";
import { Screen } from "../../_ui/screen";
import { Aside } from "./aside";
import { Connection } from "./connection";
import { Listing } from "./listing";
import { Sales } from "./sales";
import { State } from "./state";
import { WebhookCard } from "./webhook-card";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  return { title: name.charAt(0).toUpperCase() + name.slice(1) };
}

/** One platform: a key comes first where nothing works without it, last where listing is by hand. */
export default async function PlatformPage({ params }: { params: Promise<{ name: string }> }) {
  const { canEdit, role } = await viewer();
  const platform = await getPlatform(await getDb(), (await params).name);
  if (!platform) notFound();
  const { displayName, supportsApiListing, webhookSetUp } = platform;
  const connection = <Connection platform={platform} canEdit={canEdit} />;
  return (
    <Screen title={displayName} parent={{ href: "/passive-income/platforms", title: "Platforms" }}>
      <div className="grid items-start gap-6 wide:grid-cols-[minmax(0,680px)_minmax(0,1fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <State platform={platform} />
          {supportsApiListing && connection}
          <Listing platform={platform} canEdit={canEdit} />
          <Sales platform={platform} canEdit={canEdit} clock={await clock()} />
          {webhookSetUp && role === "owner" && (
            <WebhookCard
              address={ownAddress() + webhookPath(platform.name, platform.webhookToken)}
              setUp={webhookSetUp}
            />
          )}
          {!supportsApiListing && connection}
        </div>
        <Aside notice={platform.notice} supportsApiListing={supportsApiListing} />
      </div>
    </Screen>
  );
}
