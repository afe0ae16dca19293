import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { settings as table } from "@/db/schema/workspace";
import { AppError } from "./errors";
import { isCurrency, MAX_PRICE, parseMajor, toMajor } from "./money";
import { rebuildDaily } from "./revenue/rollups";

export type Settings = typeof table.$inferSelect;

const currency = z.string().refine(isCurrency, "is not an ISO 4217 currency");
const timeZone = z.string().refine(isTimeZone, "is not a time zone of the IANA database");

/** Settings as the HTTP API shows and takes them; prices in major units of `currency`. */
export const settingsSchema = z.strictObject({
  agent_enabled: z.boolean(),
  publish: z.enum(["auto", "ask"]),
  renew: z.enum(["ask", "auto", "never"]),
  currency,
  time_zone: timeZone,
  base_prices: z
    .array(
      z.strictObject({ max_pages: z.number().int().positive().nullable(), price: z.number().nonnegative() }),
    )
    .min(1)
    .max(20),
  auto_pricing: z.strictObject({
    enabled: z.boolean(),
    window_days: z.number().int().min(1).max(365),
    min_views: z.number().int().min(1),
    step_percent: z.number().min(1).max(50),
    cooldown_days: z.number().int().min(1).max(365),
  }),
});
export const settingsPatch = settingsSchema.partial();

/** Prices of a new workspace, in US cents: up to 20, 60, 150 pages, and above. */
export const defaultBasePrices = [
  { max_pages: 20, price: 499 },
  { max_pages: 60, price: 999 },
  { max_pages: 150, price: 1499 },
  { max_pages: null, price: 1999 },
];

export const defaultAutoPricing = {
  enabled: false,
  window_days: 30,
  min_views: 100,
  step_percent: 10,
  cooldown_days: 14,
};

/** The workspace's settings. */
export async function readSettings(db: Db): Promise<Settings> {
  const [row] = await db.select().from(table).where(eq(table.id, 1));
  if (!row) throw new AppError("unavailable", "The workspace is not set up yet.");
  return row;
}

/**
 * Changes some settings.
 * @throws AppError `invalid` when prices do not fit the currency (a new one too) or page limits do not rise.
 */
export async function changeSettings(db: Db, patch: z.infer<typeof settingsPatch>): Promise<Settings> {
  const before = await readSettings(db);
  const code = patch.currency ?? before.currency;
  const { base_prices: given, ...rest } = patch;
  // In another currency the same numbers stand: 4.99 dollars become 4.99 euros, and no amount of yen.
  const base_prices = given ?? (code === before.currency ? undefined : settingsJson(before).base_prices);
  if (Object.keys(patch).length === 0) return before;
  return db.transaction(async (tx) => {
    const [after] = await tx
      .update(table)
      .set({
        agentEnabled: rest.agent_enabled,
        publish: rest.publish,
        renew: rest.renew,
        currency: rest.currency,
        timeZone: rest.time_zone,
        autoPricing: rest.auto_pricing,
        basePrices: base_prices && pricesOf(base_prices, code),
      })
      .where(eq(table.id, 1))
      .returning();
    // The sums by day are those of the new zone from now on.
    if (after && after.timeZone !== before.timeZone) await rebuildDaily(tx);
    return after ?? before;
  });
}

/** Settings as JSON of the HTTP API. */
export function settingsJson(s: Settings): z.infer<typeof settingsSchema> {
  return {
    agent_enabled: s.agentEnabled,
    publish: s.publish === "ask" ? "ask" : "auto",
    renew: s.renew === "auto" ? "auto" : s.renew === "never" ? "never" : "ask",
    currency: s.currency,
    time_zone: s.timeZone,
    base_prices: s.basePrices.map(({ max_pages, price }) => ({
      max_pages,
      price: toMajor({ amount: price, currency: s.currency }),
    })),
    auto_pricing: s.autoPricing,
  };
}

/** The base price of a manual, minor units: the first step that its pages fit. */
export function basePrice(steps: Settings["basePrices"], pageCount: number): number {
  const fit = steps.find(({ max_pages }) => max_pages === null || pageCount <= max_pages);
  return (fit ?? steps.at(-1))?.price ?? 0;
}

function pricesOf(
  steps: { max_pages: number | null; price: number }[],
  code: string,
): Settings["basePrices"] {
  return steps.map(({ max_pages, price }, index) => {
    const before = steps[index - 1];
    if (before && (before.max_pages === null || (max_pages !== null && max_pages <= before.max_pages))) {
      throw wrong(
        `base_prices.${index}.max_pages`,
        "Each step needs more pages than the one before; only the last may be open (null).",
      );
    }
    const minor = parseMajor(price, code);
    if (minor === null || minor > MAX_PRICE)
      throw wrong(`base_prices.${index}.price`, `${price} is not an amount of ${code}.`);
    return { max_pages, price: minor };
  });
}

function wrong(path: string, message: string): AppError {
  return new AppError("invalid", message, { problems: [{ path, message }] });
}

const zones = new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]);

function isTimeZone(name: string): boolean {
  try {
    // Shorthands like "IST" mean other zones to the database, or none at all.
    return (
      (name === "UTC" || name.includes("/")) &&
      zones.has(new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone)
    );
  } catch {
    return false;
  }
}
