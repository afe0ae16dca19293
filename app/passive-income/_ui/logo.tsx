import { Layers } from "lucide-react";

export function Logo({ className = "" }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={`grid size-7 shrink-0 place-items-center rounded-[7px] bg-foreground text-background ${className}`}
    >
      <Layers className="size-4" strokeWidth={1.75} />
    </span>
  );
}
