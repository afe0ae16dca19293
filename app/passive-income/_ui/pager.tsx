import { ArrowLeftToLine, ChevronRight } from "lucide-react";
import { ButtonLink } from "./button";

/** The foot of a list: forward by cursor, and back to its beginning. */
export function Pager(props: { shown: number; noun: string; first: string | null; next: string | null }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t px-3 py-2 text-xs text-muted-foreground tabular-nums">
      <span>
        {props.shown} {props.noun} shown
      </span>
      <span className="flex gap-2">
        {props.first && (
          <ButtonLink href={props.first} size="sm">
            <ArrowLeftToLine aria-hidden />
            First page
          </ButtonLink>
        )}
        {props.next && (
          <ButtonLink href={props.next} size="sm">
            Next
            <ChevronRight aria-hidden />
          </ButtonLink>
        )}
      </span>
    </div>
  );
}
