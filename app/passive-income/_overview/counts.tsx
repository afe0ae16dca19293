import Link from "next/link";
import type { PlatformRow } from "@/db/queries/platforms";

/** What waits, in one line: each count opens what it counts. */
export function Counts({ platforms, manuals }: { platforms: readonly PlatformRow[]; manuals: number }) {
  const sum = (of: (platform: PlatformRow) => number) =>
    platforms.reduce((total, platform) => total + of(platform), 0);
  const items = [
    { name: "Queued", value: sum(({ waiting }) => waiting), href: "listings?status=pending" },
    {
      name: "Needs you",
      value: sum(({ needsYou, failed }) => needsYou + failed),
      href: "listings?status=action_required,error",
    },
    { name: "Manuals", value: manuals, href: "manuals" },
  ];
  return (
    <ul aria-label="Counts" className="flex flex-wrap gap-x-2 border-t px-2 py-1.5 text-xs">
      {items.map(({ name, value, href }) => (
        <li key={name}>
          <Link
            href={`/passive-income/${href}`}
            className="inline-flex min-h-7 items-center gap-1.5 rounded-md px-2 text-muted-foreground hover:bg-accent touch:min-h-11"
          >
            {name} <b className="text-foreground tabular-nums">{value.toLocaleString("en-US")}</b>
          </Link>
        </li>
      ))}
    </ul>
  );
}
