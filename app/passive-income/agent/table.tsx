import Link from "next/link";
import type { RunRow } from "@/db/queries/runs";
import { durationOf } from "../_ui/agent";
import { linkClass } from "../_ui/button";
import { StatusText } from "../_ui/chip";
import { type Clock, When } from "../_ui/when";
import { byWhom, countsOf, runStatus, taskWord } from "./words";

const texts = ["Started", "Task", "By", "Result"];
const numbers = ["Listed", "Synced", "Timed out", "Prices", "Actions", "Took"];

/** Runs on a desk. */
export function RunTable({ runs, clock }: { runs: RunRow[]; clock: Clock }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reached by the keyboard
    <section aria-label="Table of runs" tabIndex={0} className="overflow-x-auto -outline-offset-2">
      <table className="w-full text-left whitespace-nowrap tabular-nums">
        <caption className="sr-only">Runs of the agent, newest first</caption>
        <thead className="border-b bg-muted text-xs text-muted-foreground">
          <tr>
            {[...texts, ...numbers].map((name) => (
              <th
                key={name}
                scope="col"
                className={`px-3 py-2 font-medium ${numbers.includes(name) ? "text-right" : ""}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <Row key={run.id} run={run} clock={clock} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ run, clock }: { run: RunRow; clock: Clock }) {
  return (
    <tr className="h-10 border-b last:border-b-0 hover:bg-accent">
      <th scope="row" className="px-3 font-normal">
        <Link href={`/passive-income/agent/runs/${run.id}`} className={linkClass}>
          <When at={run.startedAt ?? run.createdAt} clock={clock} />
        </Link>
      </th>
      <td className="px-3">{taskWord(run.task)}</td>
      <td className="px-3">{byWhom(run)}</td>
      <td className="px-3 [&>span]:align-middle">
        <StatusText status={runStatus(run)} />
      </td>
      {countsOf(run).map(({ name, count }) => (
        <td key={name} className={`px-3 text-right ${count === 0 ? "text-muted-foreground" : ""}`}>
          {count}
        </td>
      ))}
      <td className="px-3 text-right text-muted-foreground">{durationOf(run)}</td>
    </tr>
  );
}
