import type { DaySums } from "@/db/queries/revenue";

export const groupings = ["day", "week", "month"] as const;
export type Grouping = (typeof groupings)[number];

/** One bar: a day, or what of a week or a month lies in the range. */
export interface Period {
  /** First and last day, YYYY-MM-DD. */
  from: string;
  to: string;
  net: number;
  units: number;
  /** Net by platform id. */
  platforms: Map<number, number>;
}

const mostBars = 60;

/** The groupings that draw a range of days with at least 2 and at most 60 bars; the first is the best. */
export function groupingsOf(days: number): Grouping[] {
  const bars = { day: days, week: days / 7 + 1, month: days / 30 + 1 };
  const fit = groupings.filter((name) => bars[name] <= mostBars && (name === "day" || bars[name] >= 4));
  return days > 300 ? fit.reverse() : fit;
}

/** Days (oldest first) put together; weeks begin on Monday. */
export function groupDays(days: readonly DaySums[], by: Grouping): Period[] {
  const periods = new Map<string, Period>();
  for (const { day, net, units, platforms } of days) {
    const key = keyOf(day, by);
    const period = periods.get(key) ?? { from: day, to: day, net: 0, units: 0, platforms: new Map() };
    periods.set(key, period);
    period.to = day;
    period.net += net;
    period.units += units;
    for (const [id, sums] of platforms) period.platforms.set(id, (period.platforms.get(id) ?? 0) + sums.net);
  }
  return [...periods.values()];
}

function keyOf(day: string, by: Grouping): string {
  if (by === "day") return day;
  if (by === "month") return day.slice(0, 7);
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
