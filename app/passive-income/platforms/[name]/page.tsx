import { Check, X } from "lucide-react";
import { notFound } from "next/navigation";
import { getDb } from "@/db/client";
import { getPlatform, type PlatformRow } from "@/db/queries/platforms";
import { ownAddress } from "@/lib/env";
import { webhookPath } from "@/lib/revenue/webhook-path";
import { ActivateButton } from "../../_platform/activate-button";
import { DeactivateButton } from "../../_platform/deactivate-button";
import { problemOf, statusOf } from "../../_platform/status";
import { Alert } from "../../_ui/alert";
import { Card, Facts } from "../../_ui/card";
import { StatusChip } from "../../_ui/chip";
import { clock, viewer } from "../../_ui/data";
import { Screen } from "../../_ui/screen";
import { CredentialForm } from "./credential-form";
import { Sales } from "./sales";
import { TestButton } from "./test-button";
import { WebhookCard } from "./webhook-card";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  return { title: name.charAt(0).toUpperCase() + name.slice(1) };
}

export default async function PlatformPage({ params }: { params: Promise<{ name: string }> }) {
  const { canEdit, role } = await viewer();
  const platform = await getPlatform(await getDb(), (await params).name);
  if (!platform) notFound();
  const { displayName, credentialFields } = platform;
  return (
    <Screen title={displayName} parent={{ href: "/passive-income/platforms", title: "Platforms" }}>
      <div className="grid items-start gap-6 wide:grid-cols-[minmax(0,680px)_minmax(0,1fr)]">
        <div className="grid gap-4">
          <State platform={platform} />
          {!platform.supportsApiListing && <ByHand name={displayName} />}
          <Card
            title={platform.supportsApiListing ? "Connection" : "API key (optional)"}
            aside={
              <span className="flex items-center gap-2">
                <StatusChip status={statusOf(platform)} />
                {canEdit && platform.credentialsStatus !== "not_configured" && (
                  <TestButton id={platform.id} />
                )}
              </span>
            }
          >
            <CredentialForm
              id={platform.id}
              name={displayName}
              fields={credentialFields}
              canEdit={canEdit}
              connected={platform.credentialsStatus === "verified"}
            />
          </Card>
          <Listing platform={platform} canEdit={canEdit} />
          {platform.supportsSync && <Sales platform={platform} canEdit={canEdit} clock={await clock()} />}
          {platform.webhookSetUp && role === "owner" && (
            <WebhookCard
              address={ownAddress() + webhookPath(platform.name, platform.webhookToken)}
              setUp={platform.webhookSetUp}
            />
          )}
        </div>
        <Aside notice={platform.notice} byHand={!platform.supportsApiListing} />
      </div>
    </Screen>
  );
}

function State({ platform }: { platform: PlatformRow }) {
  const { displayName, connectionError } = platform;
  const problem = problemOf(platform);
  if (problem) {
    return (
      <Alert tone="danger" title={`${displayName} does not let us in`}>
        <p>{problem} What waits for it goes on as soon as the connection works.</p>
      </Alert>
    );
  }
  if (platform.credentialsStatus === "pending" || platform.hasCandidate) {
    return (
      <Alert tone="info" title={`${displayName} could not be asked yet`}>
        <p>{connectionError ?? "The new credentials are kept."} The agent asks again at its next run.</p>
      </Alert>
    );
  }
  if (platform.credentialsStatus === "verified" && !platform.isActive) {
    return (
      <Alert tone="success" title={`Connected to ${platform.account?.name ?? displayName}`}>
        <p>Nothing is published before you activate it below.</p>
      </Alert>
    );
  }
  return null;
}

function ByHand({ name }: { name: string }) {
  return (
    <Alert tone="info" title={`${name} is filled by hand`}>
      <p>
        {name} has no way to make products by program. For each manual an action brings everything ready to
        copy; you paste it there and bring the address back.
      </p>
    </Alert>
  );
}

/** What a person wants (the switch) apart from what is true (the connection). */
function Listing({ platform, canEdit }: { platform: PlatformRow; canEdit: boolean }) {
  const { id, displayName, isActive, publishCost } = platform;
  return (
    <Card
      title="Listing"
      aside={<span className="text-xs font-medium text-muted-foreground">{isActive ? "On" : "Off"}</span>}
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
            : !platform.supportsApiListing
              ? `Activating makes every ready manual ready to paste. Publishing on ${displayName} costs nothing.`
              : `Activating lets the agent publish every ready manual. ${publishCost ? `${publishCost}.` : `Publishing on ${displayName} costs nothing.`}`}
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

function Aside({ notice, byHand }: { notice: string | null; byHand: boolean }) {
  const hand = [
    { icon: Check, text: "Tell the platform's own webhooks from others" },
    { icon: X, text: "Never make or change anything there" },
  ];
  const lines = byHand
    ? hand
    : [
        { icon: Check, text: "Make, change and publish listings of your manuals" },
        { icon: Check, text: "Read what is needed to check them" },
        { icon: X, text: "Never touch listings that we did not make" },
      ];
  return (
    <aside className="grid gap-6 text-muted-foreground">
      <section aria-labelledby="may">
        <h2 id="may" className="font-semibold text-foreground">
          What we do with this key
        </h2>
        <ul className="mt-2 grid gap-2">
          {lines.map(({ icon: Icon, text }) => (
            <li key={text} className="flex gap-2">
              <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
              {text}
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="kept">
        <h2 id="kept" className="font-semibold text-foreground">
          Where it is kept
        </h2>
        <p className="mt-2">Encrypted in your own database. The browser never sees it again.</p>
      </section>
      {notice && <p className="text-xs">{notice}</p>}
    </aside>
  );
}
