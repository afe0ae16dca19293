import {
  AlarmClock,
  CircleCheck,
  CircleDashed,
  Hand,
  ListPlus,
  Loader,
  type LucideIcon,
  OctagonAlert,
  RefreshCw,
  TrendingDown,
  TriangleAlert,
} from "lucide-react";
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

/** Whether a run goes on. */
export function isOpen({ status }: Pick<RunRow, "status">): boolean {
  return status === "queued" || status === "running";
}

/** Who asked for a run. The queue keeps no names. */
export function byWhom({ trigger }: Pick<RunRow, "trigger">): string {
  return trigger === "button" ? "A person" : "Schedule";
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

export interface Count {
  name: string;
  count: number;
  what: string;
  icon: LucideIcon;
}

/** The counts of a run, in the order of the tasks that leave them. */
export function countsOf({ counts }: Pick<RunRow, "counts">): Count[] {
  return [
    { name: "Listed", count: counts.listed, what: "Listings published and read back", icon: ListPlus },
    { name: "Synced", count: counts.synced, what: "New sales booked", icon: RefreshCw },
    { name: "Timed out", count: counts.timed_out, what: "Actions whose deadline passed", icon: AlarmClock },
    { name: "Prices", count: counts.prices, what: "Prices lowered and read back", icon: TrendingDown },
    { name: "Actions", count: counts.actions, what: "New actions for you", icon: Hand },
  ];
}
