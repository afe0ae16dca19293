/** Days here are calendar days (YYYY-MM-DD) that were already put into the workspace's time zone. */

/** "22 Nov". */
export function formatDay(day: string): string {
  return write(day, { day: "numeric", month: "short" });
}

/** "Nov". */
export function formatMonth(day: string): string {
  return write(day, { month: "short" });
}

/** "22 Nov 2026", "1–22 Nov 2026", "24 Oct–22 Nov 2026", "23 Nov 2025–22 Nov 2026". */
export function formatSpan(from: string, to: string): string {
  const year = to.slice(0, 4);
  const end = `${formatDay(to)} ${year}`;
  if (from === to) return end;
  if (from.slice(0, 4) !== year) return `${formatDay(from)} ${from.slice(0, 4)}–${end}`;
  return `${from.slice(0, 7) === to.slice(0, 7) ? Number(from.slice(8)) : formatDay(from)}–${end}`;
}

/** The same without the year. */
export function formatShortSpan(from: string, to: string): string {
  if (from === to) return formatDay(to);
  return `${from.slice(0, 7) === to.slice(0, 7) ? Number(from.slice(8)) : formatDay(from)}–${formatDay(to)}`;
}

function write(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options }).format(
    new Date(`${day}T00:00:00Z`),
  );
}
