import Link from "next/link";

export interface QuickFilter {
  name: string;
  href: string;
  on: boolean;
  count?: number;
}

/** Filters as links, so that a shared address shows the same screen. Scrolls sideways on a phone. */
export function QuickFilters({ label, filters }: { label: string; filters: QuickFilter[] }) {
  return (
    <nav aria-label={label} className="max-md:-mx-4 max-md:overflow-x-auto max-md:px-4 max-md:py-1">
      <ul className="flex gap-2 md:flex-wrap">
        {filters.map(({ name, href, on, count }) => (
          <li key={name}>
            <Link
              href={href}
              aria-current={on ? "true" : undefined}
              className="inline-flex h-8 items-center gap-2 rounded-md border border-border-strong bg-card px-2.5 text-xs font-medium whitespace-nowrap hover:bg-accent aria-[current]:border-input aria-[current]:bg-accent aria-[current]:font-semibold touch:h-10 touch:text-sm"
            >
              {name}
              {count !== undefined && <span className="text-muted-foreground tabular-nums">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
