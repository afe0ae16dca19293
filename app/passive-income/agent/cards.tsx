import Link from "next/link";
import type { RunRow } from "@/db/queries/runs";
import { durationOf, resultsOf } from "../_ui/agent";
import { StatusText } from "../_ui/chip";
import { type Clock, When } from "../_ui/when";
import { byWhom, isOpen, runStatus, taskWord } from "./words";

/** Runs on a phone. */
export function RunCards({ runs, clock }: { runs: RunRow[]; clock: Clock }) {
  return (
    <ul aria-label="Runs of the agent, newest first" className="divide-y md:hidden">
      {runs.map((run) => (
        <li key={run.id}>
          <Link
            href={`/passive-income/agent/runs/${run.id}`}
            className="block px-4 py-3 -outline-offset-2 hover:bg-accent"
          >
            <span className="flex flex-wrap items-center justify-between gap-x-3">
              <b className="font-[550]">
                <When at={run.startedAt ?? run.createdAt} clock={clock} />
              </b>
              <StatusText status={runStatus(run)} />
            </span>
            <span className="mt-0.5 block text-xs text-muted-foreground">
              {[taskWord(run.task), byWhom(run), durationOf(run)].filter(Boolean).join(" · ")}
            </span>
            {!isOpen(run) && <span className="mt-0.5 block text-xs">{sentence(resultsOf(run))}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function sentence(parts: string[]): string {
  const text = parts.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
