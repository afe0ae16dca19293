import { z } from "zod";
import type { Ask } from "../agent/store";
import { formatMoney } from "../money";
import type { Platform } from "../platforms/platform";

/** A day whose sales at the platform are not those of the ledger; gross in minor units of `currency`. */
export const dayDifference = z.object({
  day: z.string(),
  currency: z.string(),
  shown: z.number(),
  shownUnits: z.number(),
  booked: z.number(),
  bookedUnits: z.number(),
});
export type DayDifference = z.infer<typeof dayDifference>;

/** Days told in words; all are in the context. */
const TOLD = 5;

export function totalsCause(platformId: number): string {
  return `totals:platform:${platformId}`;
}

/** The question about days that differ. */
export function totalsAsk({ name, displayName, homepage }: Platform, id: number, all: DayDifference[]): Ask {
  const days = all.length === 1 ? "one day" : `${all.length} days`;
  const told = all.slice(0, TOLD).map((day) => sentence(displayName, day));
  const rest = all.length > TOLD ? ` And ${all.length - TOLD} more.` : "";
  return {
    actionType: "verification",
    cause: totalsCause(id),
    priority: 45,
    title: `${displayName} shows other sales than we booked on ${days}`,
    description: `${told.join(" ")}${rest} Nothing was changed in your books: look at the orders on ${homepage}, then confirm. You are asked again only if the numbers change.`,
    prompt: "I have looked",
    inputType: "confirmation",
    inputOptions: [],
    context: { platform: name, differences: all },
    platformId: id,
    listingId: null,
    manualId: null,
  };
}

function sentence(
  name: string,
  { day, currency, shown, shownUnits, booked, bookedUnits }: DayDifference,
): string {
  const there = `${units(shownUnits)}, ${formatMoney({ amount: shown, currency })}`;
  const here = `${units(bookedUnits)}, ${formatMoney({ amount: booked, currency })}`;
  return `${day}: ${there} on ${name}; ${here} booked.`;
}

function units(count: number): string {
  return count === 1 ? "1 sold" : `${count} sold`;
}
