import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { Shell } from "@/db/queries/shell";
import { agentState, durationOf, resultsOf } from "./agent";
import { linkClass } from "./button";
import { cardClass } from "./card";
import { PauseAgent } from "./run-agent";
import { type Clock, When } from "./when";

/** What the agent is doing and what its last run did. */
export function AgentStrip({ shell, clock, canEdit }: { shell: Shell; clock: Clock; canEdit: boolean }) {
  const state = agentState(shell, clock);
  const { run } = shell;
  return (
    <section
      aria-label="Agent"
      className={`${cardClass} flex min-h-[52px] items-center gap-4 py-2.5 pr-3 pl-4 max-md:flex-wrap max-md:gap-x-3 max-md:gap-y-1`}
    >
      <p className="flex items-center gap-2 font-semibold whitespace-nowrap">
        <span className={`dot dot-${state.key}`} aria-hidden />
        {state.word}
      </p>
      <span className="h-5 w-px bg-border max-md:hidden" aria-hidden />
      <div className="min-w-0 flex-1 text-muted-foreground tabular-nums max-md:order-3 max-md:basis-full">
        {state.key === "running" && run ? (
          <div className="flex items-center gap-3">
            <progress
              className="w-48 max-w-full"
              max={Math.max(run.total, 1)}
              value={run.total > 0 ? run.done : undefined}
            >
              {state.note}
            </progress>
            {state.note}
          </div>
        ) : state.key === "problem" || state.key === "off" ? (
          <p>{state.note}.</p>
        ) : run ? (
          <Results shell={shell} clock={clock} />
        ) : (
          <p>The agent has not run yet. It lists every ready manual on each active platform.</p>
        )}
      </div>
      {canEdit && (
        <div className="max-md:ml-auto">
          <PauseAgent enabled={shell.agentEnabled} />
        </div>
      )}
    </section>
  );
}

function Results({ shell: { run }, clock }: { shell: Shell; clock: Clock }) {
  if (!run) return null;
  const took = durationOf(run);
  return (
    <p>
      Last run <When at={run.finishedAt ?? run.createdAt} clock={clock} />
      {took && `, ${took}`}:{" "}
      {resultsOf(run).map((result, index) => (
        <span key={result}>
          {index > 0 && (
            <span aria-hidden className="mx-2 text-border-strong">
              ·
            </span>
          )}
          {result.startsWith("raised") ? (
            <Link href="/passive-income/actions" className={linkClass}>
              {result}
            </Link>
          ) : (
            <b className="font-[550] text-foreground">{result}</b>
          )}
        </span>
      ))}
      {run.status === "problems" && (
        <span className="ml-2 inline-flex items-center gap-1 text-warning">
          <TriangleAlert className="size-3.5" aria-hidden />
          {run.error ?? "with problems"}
        </span>
      )}
    </p>
  );
}
