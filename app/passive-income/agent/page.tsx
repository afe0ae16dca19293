import { Bot } from "lucide-react";
import { redirect } from "next/navigation";
import { getDb } from "@/db/client";
import { listRuns } from "@/db/queries/runs";
import { agentState } from "../_ui/agent";
import { AgentStrip } from "../_ui/agent-strip";
import { cardClass } from "../_ui/card";
import {
  clock,
  pageOrNull,
  readParams,
  requestNow,
  type SearchParams,
  shell,
  viewer,
  withParams,
} from "../_ui/data";
import { Empty } from "../_ui/empty";
import { Pager } from "../_ui/pager";
import { RunAgent } from "../_ui/run-agent";
import { Screen } from "../_ui/screen";
import { RunCards } from "./cards";
import { RunTable } from "./table";

export const metadata = { title: "Agent" };
export const dynamic = "force-dynamic";

const path = "/passive-income/agent";

export default async function Agent({ searchParams }: { searchParams: SearchParams }) {
  const { canEdit } = await viewer();
  const { cursor } = await readParams(searchParams);
  const db = await getDb();
  const [state, page] = await Promise.all([
    shell(),
    pageOrNull(() => listRuns(db, { limit: 30, cursor, now: requestNow() })),
  ]);
  if (page === null) redirect(path);
  const time = await clock();
  const agent = agentState(state, time);
  const running = agent.key === "running" ? agent.note : null;
  return (
    <Screen title="Agent" actions={canEdit && <RunAgent running={running} enabled={state.agentEnabled} />}>
      <AgentStrip shell={state} clock={time} canEdit={canEdit} />
      <section aria-label="Runs" className={`mt-4 overflow-hidden ${cardClass}`}>
        {page.rows.length === 0 ? (
          <Empty
            icon={Bot}
            title="No runs yet"
            text="The agent has not run. It runs every 30 minutes by itself, and when there is work."
          />
        ) : (
          <>
            <div className="max-md:hidden">
              <RunTable runs={page.rows} clock={time} />
            </div>
            <RunCards runs={page.rows} clock={time} />
            <Pager
              shown={page.rows.length}
              noun={page.rows.length === 1 ? "run" : "runs"}
              first={cursor ? path : null}
              next={page.next && withParams(path, { cursor: page.next })}
            />
          </>
        )}
      </section>
    </Screen>
  );
}
