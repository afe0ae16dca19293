import Link from "next/link";
import { getDb } from "@/db/client";
import { listActions } from "@/db/queries/actions";
import { recentActivity } from "@/db/queries/overview";
import { listPlatforms, type PlatformRow } from "@/db/queries/platforms";
import { Activities } from "./_overview/activities";
import { FirstRun } from "./_overview/first-run";
import { PlatformCard } from "./_overview/platform-card";
import { Urgent } from "./_overview/urgent";
import { agentState } from "./_ui/agent";
import { AgentStrip } from "./_ui/agent-strip";
import { linkClass } from "./_ui/button";
import { cardClass } from "./_ui/card";
import { clock, shell, viewer } from "./_ui/data";
import { RunAgent } from "./_ui/run-agent";
import { Screen } from "./_ui/screen";

export const metadata = { title: "Overview" };
export const dynamic = "force-dynamic";

export default async function Overview() {
  const { canEdit } = await viewer();
  const db = await getDb();
  const [state, platforms, urgent, activities] = await Promise.all([
    shell(),
    listPlatforms(db),
    listActions(db, { status: "pending", limit: 3 }),
    recentActivity(db, 9),
  ]);
  const time = await clock();
  const connected = platforms.some(({ credentialsStatus }) => credentialsStatus === "verified");
  const begun = platforms.some(({ isActive, listingCount }) => isActive || listingCount > 0);
  if (!connected || state.manuals === 0 || !begun) {
    return (
      <Screen title="Overview">
        <FirstRun connected={connected} active={platforms.some(({ isActive }) => isActive)} shell={state} />
      </Screen>
    );
  }
  const agent = agentState(state, time);
  const running = agent.key === "running" ? agent.note : null;
  return (
    <Screen title="Overview" actions={canEdit && <RunAgent running={running} enabled={state.agentEnabled} />}>
      <AgentStrip shell={state} clock={time} canEdit={canEdit} />
      <div className="mt-4 grid gap-4 wide:grid-cols-[minmax(0,1fr)_344px]">
        <div className="grid content-start gap-4 max-wide:contents">
          <Metrics platforms={platforms} manuals={state.manuals} />
          <section aria-labelledby="platforms" className="max-wide:order-3">
            <div className="mb-2 flex min-h-7 items-center justify-between">
              <h2 id="platforms" className="text-sm font-semibold">
                Platforms
              </h2>
              <Link href="/passive-income/platforms" className={linkClass}>
                Manage platforms
              </Link>
            </div>
            <div className="grid gap-3 sm:grid-cols-[repeat(auto-fill,minmax(280px,1fr))]">
              {platforms.map((platform) => (
                <PlatformCard key={platform.id} platform={platform} clock={time} canEdit={canEdit} />
              ))}
            </div>
          </section>
          <Activities activities={activities} clock={time} />
        </div>
        <div className="max-wide:contents">
          <Urgent actions={urgent.rows} waiting={state.waiting} clock={time} />
        </div>
      </div>
    </Screen>
  );
}

function Metrics({ platforms, manuals }: { platforms: PlatformRow[]; manuals: number }) {
  const sum = (of: (platform: PlatformRow) => number) =>
    platforms.reduce((total, platform) => total + of(platform), 0);
  const items = [
    { name: "Live listings", value: sum(({ live }) => live), href: "listings?status=listed,active" },
    { name: "Queued", value: sum(({ waiting }) => waiting), href: "listings?status=pending" },
    {
      name: "Needs you",
      value: sum(({ needsYou, failed }) => needsYou + failed),
      href: "listings?status=action_required,error",
    },
    { name: "Manuals", value: manuals, href: "manuals" },
  ];
  return (
    <section
      aria-label="Numbers"
      className={`${cardClass} grid grid-cols-2 overflow-hidden md:grid-cols-4 max-wide:order-1`}
    >
      {items.map(({ name, value, href }, index) => (
        <Link
          key={name}
          href={`/passive-income/${href}`}
          className={`px-4 pt-3.5 pb-3 -outline-offset-2 hover:bg-accent ${index > 0 ? "md:border-l" : ""} ${index % 2 === 1 ? "max-md:border-l" : ""} ${index > 1 ? "max-md:border-t" : ""}`}
        >
          <p className="text-xs font-medium text-muted-foreground">{name}</p>
          <p
            className={`mt-1 font-semibold tracking-[-.02em] tabular-nums ${index === 0 ? "text-2xl" : "text-xl/[34px]"}`}
          >
            {value.toLocaleString("en-US")}
          </p>
        </Link>
      ))}
    </section>
  );
}
