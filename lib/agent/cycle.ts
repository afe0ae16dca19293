import type { RunCounts } from "@/db/schema/runs";
import type { App } from "../app";
import { type Agenda, type Part, readAgenda, type Target } from "./agenda";
import { runByHand } from "./by-hand-lane";
import { runLane } from "./lane";
import type { TurnEnd } from "./turn";

export interface Progress {
  done: number;
  total: number;
  counts: RunCounts;
}

export type Report = (progress: Progress) => Promise<void>;

export interface CycleResult {
  counts: RunCounts;
  problems: string[];
  /** Work was due when time was up. */
  more: boolean;
}

export const noCounts: RunCounts = { listed: 0, synced: 0, timed_out: 0, prices: 0, actions: 0 };

/** A task that had nothing to do. */
export function noResult(): CycleResult {
  return { counts: { ...noCounts }, problems: [], more: false };
}

export function addCounts(a: RunCounts, b: RunCounts): RunCounts {
  return {
    listed: a.listed + b.listed,
    synced: a.synced + b.synced,
    timed_out: a.timed_out + b.timed_out,
    prices: a.prices + b.prices,
    actions: a.actions + b.actions,
  };
}

const unfinished: readonly TurnEnd[] = ["waits", "silent", "lost", "stop"];

/** One thing that the agent does by itself, within `deadline`. `agenda`: read when the run began; without it, now. */
export type Task = (
  app: App,
  deadline: Date,
  report?: Report,
  part?: Part,
  agenda?: Agenda,
) => Promise<CycleResult>;

/** Works off what is due on every platform, each in a lane of its own, until nothing is due or time is up. */
export const workOnListings: Task = async (app, deadline, report, part, known) => {
  const { counts, problems } = noResult();
  const { targets, settings } = known ?? (await readAgenda(app, part));
  const lanes = targets.filter(hasWork);
  if (lanes.length === 0) return noResult();
  const progress: Progress = { done: 0, total: lanes.reduce((sum, { due }) => sum + due, 0), counts };
  const onEnd = async (end: TurnEnd) => {
    if (end === "listed") counts.listed += 1;
    if (end === "repriced") counts.prices += 1;
    if (end === "asked") counts.actions += 1;
    if (!unfinished.includes(end)) progress.done += 1;
    progress.total = Math.max(progress.total, progress.done);
    await report?.(progress);
  };
  const ends = await Promise.all(
    lanes.map(({ id, byHand }) => {
      const publish = settings.publish === "ask" ? "ask" : "auto";
      const input = { platformId: id, publish, deadline, onEnd } as const;
      return byHand ? runByHand(app, input) : runLane(app, input);
    }),
  );
  for (const { problem } of ends) if (problem) problems.push(problem);
  const left = await readAgenda(app, part);
  return { counts, problems, more: left.targets.some(hasWork) };
};

function hasWork({ listing, byHand, due }: Target): boolean {
  return (listing || byHand) && due > 0;
}
