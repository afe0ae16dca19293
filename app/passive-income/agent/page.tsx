import { Bot } from "lucide-react";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getDb } from "@/db/client";
import { listRuns, type RunRow } from "@/db/queries/runs";
import { agentState, durationOf } from "../_ui/agent";
import { AgentStrip } from "../_ui/agent-strip";
import { linkClass } from "../_ui/button";
import { cardClass } from "../_ui/card";
import { StatusText } from "../_ui/chip";
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
import { type Clock, When } from "../_ui/when";
import { countsOf, runStatus, taskWord } from "./words";

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
            <Runs runs={page.rows} clock={time} />
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

function Runs({ runs, clock }: { runs: RunRow[]; clock: Clock }) {
  const numbers = ["Listed", "Synced", "Timed out", "Prices", "Actions"];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reached by the keyboard
    <section aria-label="Table of runs" tabIndex={0} className="overflow-x-auto -outline-offset-2">
      <table className="w-full text-left tabular-nums">
        <caption className="sr-only">Runs of the agent, newest first</caption>
        <thead className="border-b text-xs text-muted-foreground">
          <tr>
            {["Started", "Task", "By", "Result"].map((name) => (
              <th key={name} scope="col" className="px-3 py-2 font-medium whitespace-nowrap">
                {name}
              </th>
            ))}
            {[...numbers, "Took"].map((name) => (
              <th key={name} scope="col" className="px-3 py-2 text-right font-medium whitespace-nowrap">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id} className="border-b last:border-b-0 hover:bg-accent">
              <th scope="row" className="px-3 py-2 font-normal">
                <Link href={`${path}/runs/${run.id}`} className={linkClass}>
                  <When at={run.startedAt ?? run.createdAt} clock={clock} />
                </Link>
              </th>
              <td className="px-3 py-2 whitespace-nowrap">{taskWord(run.task)}</td>
              <td className="px-3 py-2 text-muted-foreground">
                {run.trigger === "button" ? "You" : "Schedule"}
              </td>
              <td className="px-3 py-2">
                <StatusText status={runStatus(run)} />
              </td>
              {countsOf(run).map(({ name, count }) => (
                <td
                  key={name}
                  className={`px-3 py-2 text-right ${count === 0 ? "text-muted-foreground" : ""}`}
                >
                  {count}
                </td>
              ))}
              <td className="px-3 py-2 text-right whitespace-nowrap text-muted-foreground">
                {durationOf(run)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
