/** The moment of this request and the workspace's time zone. */
export interface Clock {
  now: Date;
  timeZone: string;
}

/** A moment as a person says it; the exact one on hover and for screen readers. */
export function When({ at, clock }: { at: Date; clock: Clock }) {
  return (
    <time dateTime={at.toISOString()} title={exact(at, clock)} className="whitespace-nowrap tabular-nums">
      {formatWhen(at, clock)}
    </time>
  );
}

/** "in 7 min", "today 14:30", "tomorrow 09:00", "Tue 24 Nov", "3 Nov 2025". */
export function formatWhen(at: Date, clock: Clock): string {
  const minutes = Math.round((at.getTime() - clock.now.getTime()) / 60_000);
  if (minutes === 0) return "just now";
  if (Math.abs(minutes) < 60) return minutes > 0 ? `in ${minutes} min` : `${-minutes} min ago`;
  const days = dayOf(at, clock) - dayOf(clock.now, clock);
  const time = part(at, clock, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (days === 0) return `today ${time}`;
  if (days === 1) return `tomorrow ${time}`;
  if (days === -1) return `yesterday ${time}`;
  const sameYear = part(at, clock, { year: "numeric" }) === part(clock.now, clock, { year: "numeric" });
  return part(
    at,
    clock,
    sameYear
      ? { weekday: "short", day: "numeric", month: "short" }
      : { day: "numeric", month: "short", year: "numeric" },
  ).replace(",", "");
}

/** "42 s", "3 min". */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function exact(at: Date, clock: Clock): string {
  return part(at, clock, { dateStyle: "full", timeStyle: "long" });
}

/** Days since the epoch, of the calendar in the workspace's time zone. */
function dayOf(at: Date, clock: Clock): number {
  const [year, month, day] = new Intl.DateTimeFormat("en-CA", {
    timeZone: clock.timeZone,
    dateStyle: "short",
  })
    .format(at)
    .split("-")
    .map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1) / 86_400_000;
}

function part(at: Date, { timeZone }: Clock, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, ...options }).format(at);
}
