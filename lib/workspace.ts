import { randomBytes, randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { platforms as platformTable, quotas } from "@/db/schema/platforms";
import { settings } from "@/db/schema/workspace";
import { quotaRows } from "./agent/budget";
import { platforms } from "./platforms";
import { defaultAutoPricing, defaultBasePrices } from "./settings";

/** Makes what every workspace has: its settings, a row for each platform of the registry, and their budgets. Repeatable. */
export async function ensureWorkspace(db: Db): Promise<void> {
  await db
    .insert(settings)
    .values({ workspaceKey: newKey(), basePrices: defaultBasePrices, autoPricing: defaultAutoPricing })
    .onConflictDoNothing();
  const known = await db.select({ name: platformTable.name }).from(platformTable);
  const missing = platforms.filter(({ name }) => !known.some((row) => row.name === name));
  if (missing.length > 0) {
    const made = missing.map(({ name, listing }) => ({
      name,
      listByHand: listing === undefined,
      webhookToken: randomBytes(24).toString("base64url"),
    }));
    await db.insert(platformTable).values(made).onConflictDoNothing();
  }
  const rows = await db.select({ id: platformTable.id, name: platformTable.name }).from(platformTable);
  for (const { id, name } of rows) {
    const budget = platforms.find((platform) => platform.name === name)?.budget ?? {};
    const lines = quotaRows(budget).map((line) => ({
      ...line,
      platformId: id,
      started: sql`'epoch'::timestamptz`,
    }));
    if (lines.length > 0) await db.insert(quotas).values(lines).onConflictDoNothing();
  }
}

/** Four letters and digits that cannot be mistaken for each other. */
function newKey(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  return Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("");
}
