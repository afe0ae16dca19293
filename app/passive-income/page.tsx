import Link from "next/link";
import { type Db, getDb } from "@/db/client";
import { listActions } from "@/db/queries/actions";
import { countListedSince, recentActivity } from "@/db/queries/overview";
import { listPlatforms } from "@/db/queries/platforms";
import { type RevenueSummary, summariseRevenue } from "@/db/queries/revenue";
import { NetChart, readChartView } from "./_charts/net-chart";
import { Activities } from "./_overview/activities";
import { Counts } from "./_overview/counts";
import { FirstRun } from "./_overview/first-run";
import { Numbers } from "./_overview/numbers";
import { PlatformCard } from "./_overview/platform-card";
import { Urgent } from "./_overview/urgent";
import { agentState } from "./_ui/agent";
import { AgentStrip } from "./_ui/agent-strip";
import { linkClass } from "./_ui/button";
import { cardClass } from "./_ui/card";
import { clock, readParams, requestNow, type SearchParams, shell, viewer, withParams } from "./_ui/data";
import { RunAgent } from "./_ui/run-agent";
import { Screen } from "./_ui/screen";
import { OtherCurrencies } from "./revenue/notes";

export const metadata = { title: "Overview" };
export const dynamic = "force-dynamic";

const days = 30;

export default async function Overview({ searchParams }: { searchParams: SearchParams }) {
  const { canEdit } = await viewer();
  const params = await readParams(searchParams);
  const now = requestNow();
  const db = await getDb();
  const [state, platforms, urgent, activities, summary, fresh] = await Promise.all([
    shell(),
    listPlatforms(db),
    listActions(db, { status: "pending", limit: 3 }),
    recentActivity(db, 9),
    earned(db, now),
    countListedSince(db, new Date(now.getTime() - days * 86_400_000)),
  ]);
  const time = await clock();
  const connected = platforms.some(
    ({ credentialsStatus, listByHand, isActive }) =>
      credentialsStatus === "verified" || (listByHand && isActive),
  );
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
          <div className={`${cardClass} overflow-hidden max-wide:order-1`}>
            <Numbers summary={summary} platforms={platforms} fresh={fresh} />
            <NetChart
              summary={summary}
              platforms={platforms}
              view={readChartView(params, days)}
              hrefOf={({ by, asTable }) =>
                withParams("/passive-income", { by, view: asTable ? "table" : undefined })
              }
            />
            {summary.others.length > 0 && (
              <div className="px-4 pb-3">
                <OtherCurrencies summary={summary} view={{ days }} />
              </div>
            )}
            <Counts platforms={platforms} manuals={state.manuals} />
          </div>
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
                <PlatformCard
                  key={platform.id}
                  platform={platform}
                  summary={summary}
                  clock={time}
                  canEdit={canEdit}
                />
              ))}
            </div>
          </section>
        </div>
        <div className="grid content-start gap-4 max-wide:contents">
          <Urgent actions={urgent.rows} waiting={state.waiting} clock={time} />
          <Activities activities={activities} clock={time} />
        </div>
      </div>
    </Screen>
  );
}

/** In the workspace's currency; in another one when all sales of these days are in others. */
async function earned(db: Db, now: Date): Promise<RevenueSummary> {
  const summary = await summariseRevenue(db, { days, now });
  const [other] = summary.others;
  if (summary.byPlatform.size > 0 || !other) return summary;
  return summariseRevenue(db, { days, now, currency: other.currency });
}
