import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, serial, text } from "drizzle-orm/pg-core";
import { at, one } from "./columns";

/** One row: the workspace. */
export const settings = pgTable(
  "settings",
  {
    id: integer("id").primaryKey().default(1),
    /** Four letters that tell this workspace's listings from another one's in the same shop. */
    workspaceKey: text("workspace_key").notNull(),
    agentEnabled: boolean("agent_enabled").notNull().default(true),
    publish: text("publish").notNull().default("auto"),
    renew: text("renew").notNull().default("ask"),
    currency: text("currency").notNull().default("USD"),
    timeZone: text("time_zone").notNull().default("UTC"),
    /** `max_pages` null: no upper end. `price` in minor units of `currency`. */
    basePrices: jsonb("base_prices").notNull().$type<{ max_pages: number | null; price: number }[]>(),
    autoPricing: jsonb("auto_pricing").notNull().$type<{
      enabled: boolean;
      window_days: number;
      min_views: number;
      step_percent: number;
      cooldown_days: number;
    }>(),
  },
  (t) => [
    check("settings_one_row", sql`${t.id} = 1`),
    check("settings_publish", one(t.publish, "auto", "ask")),
    check("settings_renew", one(t.renew, "ask", "auto", "never")),
  ],
);

export const users = pgTable(
  "users",
  {
    id: serial("id").primaryKey(),
    email: text("email").notNull().unique(),
    name: text("name").notNull(),
    role: text("role").notNull().default("owner"),
    /** scrypt; null until a password is set through a sign-in link. */
    passwordHash: text("password_hash"),
    /** Raised by sign-out everywhere and by a password change: older sessions end. */
    sessionVersion: integer("session_version").notNull().default(1),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [check("users_role", one(t.role, "owner", "operator", "viewer"))],
);

export const signInLinks = pgTable("sign_in_links", {
  /** SHA-256 of the token: the token itself is nowhere. */
  tokenHash: text("token_hash").primaryKey(),
  expiresAt: at("expires_at").notNull(),
  usedAt: at("used_at"),
});

/** Failed sign-ins by account and by address. */
export const signInLimits = pgTable("sign_in_limits", {
  key: text("key").primaryKey(),
  failures: integer("failures").notNull(),
  windowStart: at("window_start").notNull(),
  blockedUntil: at("blocked_until"),
});
