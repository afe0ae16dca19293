import { platforms } from "@/lib/platforms";
import { colourOf } from "./colours";

const edges = [
  "shadow-[inset_0_-2px_0_var(--chart-1)]",
  "shadow-[inset_0_-2px_0_var(--chart-2)]",
  "shadow-[inset_0_-2px_0_var(--chart-3)]",
  "shadow-[inset_0_-2px_0_var(--chart-4)]",
  "shadow-[inset_0_-2px_0_var(--chart-5)]",
  "shadow-[inset_0_-2px_0_var(--chart-6)]",
];
const sizes = {
  sm: "size-5 rounded-[5px] text-[9px]",
  md: "size-6 rounded-md text-[10px]",
  lg: "size-8 rounded-lg text-xs",
};

/** Two letters in place of a logo, underlined in the platform's colour. The name stands beside it, or is read out. */
export function PlatformMark(props: {
  name: string;
  size?: keyof typeof sizes;
  off?: boolean;
  title?: string;
}) {
  const look = props.off
    ? "font-medium text-muted-foreground shadow-[inset_0_0_0_1px_var(--border)]"
    : `bg-secondary font-bold text-foreground ${edges[colourOf(props.name)] ?? ""}`;
  const className = `inline-grid shrink-0 place-items-center leading-none tracking-tight ${sizes[props.size ?? "md"]} ${look}`;
  const letters = displayNameOf(props.name).slice(0, 2);
  if (!props.title) {
    return (
      <span className={className} aria-hidden>
        {letters}
      </span>
    );
  }
  return (
    <span className={className} role="img" aria-label={props.title} title={props.title}>
      {letters}
    </span>
  );
}

/** "Etsy" for "etsy"; the name itself when the registry does not know it. */
export function displayNameOf(name: string): string {
  return platforms.find((platform) => platform.name === name)?.displayName ?? name;
}
