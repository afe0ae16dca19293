import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
} from "drizzle-orm/pg-core";
import type { Account } from "../../lib/platforms/platform";
import type { Cursor } from "../../lib/platforms/sales";
import { at, one } from "./columns";

export const platforms = pgTable(
  "platforms",
  {
    id: serial("id").primaryKey(),
    name: text("name").notNull().unique(),
    isActive: boolean("is_active").notNull().default(false),
    /** Paste kits are made instead of calls. */
    listByHand: boolean("list_by_hand").notNull().default(false),
    /** Encrypted (lib/vault). `candidate`: given, but not yet checked. */
    credentials: text("credentials"),
    candidate: text("candidate"),
    /** What may be shown: never a value. */
    credentialHints: jsonb("credential_hints")
      .notNull()
      .default([])
      .$type<{ name: string; last4: string }[]>(),
    /** Raised with each change; a refresh is stored only over the version it read. */
    credentialsVersion: integer("credentials_version").notNull().default(0),
    credentialsStatus: text("credentials_status").notNull().default("not_configured"),
    connectionError: text("connection_error"),
    account: jsonb("account").$type<Account>(),
    /** Multiplies prices when the shop has another currency; decimal text. */
    priceFactor: text("price_factor"),
    /** One worker at a time replaces the access token. */
    refreshUntil: at("refresh_until"),
    /** Net of all time in `revenueCurrency`, minor units; other currencies are in the rollups. */
    totalRevenue: bigint("total_revenue", { mode: "number" }).notNull().default(0),
    /** Currency of the first entry that was booked. */
    revenueCurrency: text("revenue_currency"),
    /** Where the next page of sales begins; the adapter's own JSON. */
    salesCursor: jsonb("sales_cursor").$type<Cursor>(),
    /** Someone is at it until then. */
    syncUntil: at("sync_until"),
    syncStatus: text("sync_status").notNull().default("never_synced"),
    lastSync: at("last_sync"),
    syncError: text("sync_error"),
    /** When the last slice of reconcile began. */
    reconciledAt: at("reconciled_at"),
    /** A recount that is under way: moments as ISO 8601, and where its next page begins. */
    recount: jsonb("recount").$type<{ began: string; from: string; until: string; cursor: Cursor }>(),
    recountedAt: at("recounted_at"),
    webhookToken: text("webhook_token").notNull(),
  },
  (t) => [
    check(
      "platforms_credentials",
      one(t.credentialsStatus, "not_configured", "pending", "verified", "error"),
    ),
    check("platforms_sync", one(t.syncStatus, "never_synced", "syncing", "synced", "error")),
    check("platforms_verified", sql`${t.credentialsStatus} <> 'verified' or ${t.credentials} is not null`),
  ],
);

/** Request budgets. `seconds` 0 paces calls: `started` is the next free moment, `cap` the calls a second. */
export const quotas = pgTable(
  "quotas",
  {
    platformId: integer("platform_id")
      .notNull()
      .references(() => platforms.id),
    bucket: text("bucket").notNull(),
    seconds: integer("seconds").notNull(),
    cap: integer("cap").notNull(),
    started: at("started").notNull(),
    used: integer("used").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.platformId, t.bucket, t.seconds] }),
    check("quotas_cap", sql`${t.cap} > 0`),
  ],
);
