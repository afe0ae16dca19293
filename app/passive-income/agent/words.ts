import { CircleCheck, CircleDashed, Loader, OctagonAlert, TriangleAlert } from "lucide-react";
import type { RunRow } from "@/db/queries/runs";
import type { Status } from "../_ui/words";

const results: Record<string, Status> = {
  queued: { word: "Queued", icon: CircleDashed, tone: "neutral" },
  running: { word: "Running", icon: Loader, tone: "info", spins: true },
  finished: { word: "Finished", icon: CircleCheck, tone: "success" },
  problems: { word: "Finished with problems", icon: TriangleAlert, tone: "warning" },
  failed: { word: "Failed", icon: OctagonAlert, tone: "danger" },
};

/** How a run ended, or that it goes on. */
export function runStatus({ status }: Pick<RunRow, "status">): Status {
  return results[status] ?? { word: status, icon: CircleDashed, tone: "neutral" };
}

const tasks: Record<string, string> = {
  "run-agent": "Whole cycle",
  "auto-list": "List what is ready",
  "sync-sales": "Read sales",
  "expire-actions": "Check deadlines",
  "adjust-prices": "Adjust prices",
  reconcile: "Put right",
};

/** A task in a seller's words; a part for one platform names it. */
export function taskWord(task: string): string {
  const [name = task, platform] = task.split(":");
  return `${tasks[name] ?? name}${platform ? ` (${platform})` : ""}`;
}

/** The counts of a run, in the order of the tasks that leave them. */
export function countsOf({
  counts,
}: Pick<RunRow, "counts">): { name: string; count: number; what: string }[] {
  return [
    { name: "Listed", count: counts.listed, what: "listings published and read back" },
    { name: "Synced", count: counts.synced, what: "new sales booked" },
    { name: "Timed out", count: counts.timed_out, what: "actions that ran out" },
    { name: "Prices", count: counts.prices, what: "prices lowered and read back" },
    { name: "Actions", count: counts.actions, what: "questions for you" },
  ];
}
