import type { Status, Tone } from "./words";

const tints: Record<Tone, string> = {
  success: "bg-success-subtle text-success",
  warning: "bg-warning-subtle text-warning",
  danger: "bg-danger-subtle text-danger",
  info: "bg-info-subtle text-info",
  neutral: "bg-secondary text-muted-foreground",
};
const inks: Record<Tone, string> = {
  success: "[&>svg]:text-success",
  warning: "text-warning",
  danger: "text-danger",
  info: "text-info",
  neutral: "text-muted-foreground",
};

export function StatusChip({ status }: { status: Status }) {
  return (
    <span
      className={`inline-flex h-[22px] items-center gap-1 rounded-md pr-2 pl-1.5 text-xs font-[550] whitespace-nowrap ${tints[status.tone]}`}
    >
      <StatusIcon status={status} />
      {status.word}
    </span>
  );
}

/** The same without a background, where many stand side by side. */
export function StatusText({ status }: { status: Status }) {
  return (
    <span
      className={`inline-flex items-center gap-1 text-xs font-medium whitespace-nowrap ${inks[status.tone]}`}
    >
      <StatusIcon status={status} />
      {status.word}
    </span>
  );
}

function StatusIcon({ status }: { status: Status }) {
  return (
    <status.icon
      className={`size-3.5 ${status.spins ? "animate-spin [animation-duration:1.4s]" : ""}`}
      aria-hidden
    />
  );
}
