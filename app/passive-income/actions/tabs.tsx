import Link from "next/link";
import { actionStatus } from "../_ui/words";

const shown = ["pending", "completed", "cancelled", "timed_out"];

/** The states of an action as links; those that nobody needs are left out while empty. */
export function StatusTabs({ status, counts }: { status: string; counts: Map<string, number> }) {
  const tabs = shown.filter(
    (one) => one === "pending" || one === "completed" || one === status || (counts.get(one) ?? 0) > 0,
  );
  return (
    <nav aria-label="State" className="inline-flex gap-0.5 rounded-lg bg-secondary p-0.5">
      {tabs.map((one) => (
        <Link
          key={one}
          href={`/passive-income/actions${one === "pending" ? "" : `?status=${one}`}`}
          aria-current={one === status ? "page" : undefined}
          className="inline-flex h-7 items-center rounded-md px-2.5 font-medium whitespace-nowrap text-muted-foreground aria-[current]:bg-card aria-[current]:text-foreground aria-[current]:shadow-xs max-sm:px-2 max-sm:text-xs dark:aria-[current]:bg-border-strong"
        >
          {actionStatus(one).word}
        </Link>
      ))}
    </nav>
  );
}
