import type { RunRow } from "@/db/queries/runs";
import type { Shell } from "@/db/queries/shell";
import { type Clock, formatDuration, formatWhen } from "./when";

/** What the agent is doing, as every screen says it. */
export interface AgentState {
  key: "off" | "running" | "idle" | "problem";
  word: string;
  /** One more sentence for the foot of the sidebar. */
  note: string;
}

/** Two intervals of the full cycle (every 30 minutes). */
const silentMs = 60 * 60_000;

export function agentState({ agentEnabled, run }: Shell, clock: Clock): AgentState {
  if (!agentEnabled) return { key: "off", word: "Paused", note: "It does nothing until you resume it" };
  if (run?.status === "running" || run?.status === "queued") {
    return { key: "running", word: "Running", note: progress(run) };
  }
  if (!run) return { key: "idle", word: "Idle", note: "It has not run yet" };
  const ended = run.finishedAt ?? run.createdAt;
  if (clock.now.getTime() - ended.getTime() > silentMs) {
    return {
      key: "problem",
      word: "Silent",
      note: `The agent has not run since ${formatWhen(ended, clock)}`,
    };
  }
  if (run.status === "failed")
    return { key: "problem", word: "Failed", note: run.error ?? "The last run failed" };
  return { key: "idle", word: "Idle", note: `Last run ${formatWhen(ended, clock)}` };
}

/** "5 of 12". */
export function progress({ done, total }: RunRow): string {
  return total > 0 ? `${Math.min(done, total)} of ${total}` : "Starting";
}

/** "listed 12", "raised 2 actions": what a finished run did, and only that. */
export function resultsOf({ counts }: RunRow): string[] {
  const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;
  const results = [
    ...(counts.listed > 0 ? [`listed ${counts.listed}`] : []),
    ...(counts.synced > 0 ? [`synced ${counts.synced}`] : []),
    ...(counts.timed_out > 0 ? [`timed out ${counts.timed_out}`] : []),
    ...(counts.prices > 0 ? [`changed ${plural(counts.prices, "price")}`] : []),
    ...(counts.actions > 0 ? [`raised ${plural(counts.actions, "action")}`] : []),
  ];
  return results.length > 0 ? results : ["nothing was due"];
}

/** "42 s"; empty while it runs. */
export function durationOf({ startedAt, finishedAt }: RunRow): string {
  return startedAt && finishedAt ? formatDuration(finishedAt.getTime() - startedAt.getTime()) : "";
}
