import { BookOpen } from "lucide-react";

/** A manual's cover as a small square; a drawn book until there is one. Decoration: the title stands beside it. */
export function Cover({ manualId, has, size = 32 }: { manualId: number; has: boolean; size?: 32 | 40 | 64 }) {
  const box = { 32: "size-8", 40: "size-10", 64: "size-16" }[size];
  if (!has) {
    return (
      <span
        className={`grid shrink-0 place-items-center rounded-sm bg-secondary text-muted-foreground ${box}`}
      >
        <BookOpen className="size-4" aria-hidden />
      </span>
    );
  }
  return (
    // biome-ignore lint/performance/noImgElement: our own route already serves it in the size we ask for.
    <img
      src={`/api/passive-income/manuals/${manualId}/images/0?form=thumbnail`}
      alt=""
      width={size}
      height={size}
      loading="lazy"
      decoding="async"
      className={`shrink-0 rounded-sm border bg-secondary object-cover ${box}`}
    />
  );
}
