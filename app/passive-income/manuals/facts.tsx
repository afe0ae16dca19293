import type { ManualRow } from "@/db/queries/manuals";
import { platforms } from "@/lib/platforms";
import { PlatformMark } from "../_ui/platform-mark";
import { listingWord } from "../_ui/words";

/** "212 pages, 14.4 MB" (1 MB = 1,000,000 bytes). */
export function sizeLine({ pageCount, fileSize }: ManualRow): string {
  return `${pageCount} ${pageCount === 1 ? "page" : "pages"}, ${megabytes(fileSize)}`;
}

export function megabytes(bytes: number): string {
  return `${Math.max(0.1, bytes / 1_000_000).toFixed(1)} MB`;
}

/** One mark per platform: filled where the manual is live, hollow elsewhere; the state is the mark's name. */
export function ListedOn({ manual }: { manual: ManualRow }) {
  return (
    <span className="flex gap-1">
      {platforms.map(({ name, displayName }) => {
        const listing = manual.listings.find(({ platformName }) => platformName === name);
        const live = listing?.status === "listed" || listing?.status === "active";
        const word = listing ? listingWord(listing.status).word : "Not listed";
        return (
          <PlatformMark key={name} name={name} size="sm" off={!live} title={`${displayName}: ${word}`} />
        );
      })}
    </span>
  );
}
