import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  check,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  serial,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Notes, Plan } from "../../lib/platforms/platform";
import { at, one } from "./columns";
import { manuals, type StoredFile } from "./manuals";
import { platforms } from "./platforms";

/** What a person gave for one listing instead of the manual's own. */
export interface Overrides {
  title?: string;
  description?: string;
  tags?: string[];
  /** Minor units of the shop's currency. */
  price?: number;
  file?: StoredFile & { name: string };
}

export const platformListings = pgTable(
  "platform_listings",
  {
    id: serial("id").primaryKey(),
    manualId: integer("manual_id")
      .notNull()
      .references(() => manuals.id),
    platformId: integer("platform_id")
      .notNull()
      .references(() => platforms.id),
    /** Deterministic, made from ids: what find looks for at the platform. */
    naturalKey: text("natural_key").notNull().unique(),
    slug: text("slug").notNull(),
    generation: integer("generation").notNull().default(1),
    status: text("status").notNull().default("pending"),
    /** What the platform shows, and the latest proposal. */
    title: text("title").notNull(),
    seoTitle: text("seo_title"),
    description: text("description"),
    tags: jsonb("tags").notNull().default([]).$type<string[]>(),
    price: integer("price"),
    currency: text("currency"),
    overrides: jsonb("overrides").notNull().default({}).$type<Overrides>(),
    platformListingId: text("platform_listing_id"),
    platformUrl: text("platform_url"),
    views: integer("views"),
    favorites: integer("favorites"),
    sales: integer("sales").notNull().default(0),
    /** Net in `revenueCurrency`, minor units. */
    revenue: bigint("revenue", { mode: "number" }).notNull().default(0),
    /** Currency of the first entry that was booked. */
    revenueCurrency: text("revenue_currency"),
    /** When the platform was last asked for state, views and favourites. */
    statsAt: at("stats_at"),
    /** When it was last read back whole: title, price, file, pictures. */
    checkedAt: at("checked_at"),
    errorMessage: text("error_message"),
    retryCount: integer("retry_count").notNull().default(0),
    /** Cause of the action that this listing waits for. */
    hold: text("hold"),
    /** Intent, notes and plan of unfinished work, kept while it rests. */
    resume: jsonb("resume").$type<{ intentAt: string | null; notes: Notes }>(),
    createdAt: at("created_at").notNull().defaultNow(),
    listedAt: at("listed_at"),
  },
  (t) => [
    uniqueIndex("platform_listings_pair").on(t.manualId, t.platformId),
    uniqueIndex("platform_listings_remote").on(t.platformId, t.platformListingId),
    index("platform_listings_by_platform").on(t.platformId, t.status),
    index("platform_listings_watched")
      .on(t.platformId, t.statsAt.asc().nullsFirst(), t.id)
      .where(
        sql`platform_listing_id is not null and listed_at is not null and hold is null and status in ('listed', 'active', 'paused')`,
      ),
    index("platform_listings_checked")
      .on(t.platformId, t.checkedAt.asc().nullsFirst(), t.id)
      .where(sql`status in ('listed', 'active')`),
    index("platform_listings_hold").on(t.hold).where(sql`hold is not null`),
    check(
      "platform_listings_status",
      one(t.status, "pending", "listed", "active", "action_required", "error", "paused", "ended"),
    ),
    check(
      "platform_listings_live",
      sql`${t.status} not in ('listed', 'active') or ${t.platformListingId} is not null`,
    ),
  ],
);

/** Rises with each claim, over all listings and generations. */
export const listingFence = pgSequence("listing_fence");

/** Only unfinished listings. `due` is schedule, back-off and lease at once. */
export const listingWork = pgTable(
  "listing_work",
  {
    listingId: integer("listing_id")
      .primaryKey()
      .references(() => platformListings.id),
    platformId: integer("platform_id").notNull(),
    due: at("due").notNull(),
    fence: bigint("fence", { mode: "number" }).notNull().default(0),
    step: text("step").notNull().default("plan"),
    /** Consecutive refusals or unexpected answers of this step. */
    attempt: integer("attempt").notNull().default(0),
    /** Consecutive turns on which the platform could not be reached. */
    misses: integer("misses").notNull().default(0),
    /** Set before a call that may leave something behind; cleared when its outcome is known. */
    intentAt: at("intent_at"),
    plan: jsonb("plan").$type<Plan>(),
    notes: jsonb("notes").notNull().default({}).$type<Notes>(),
  },
  (t) => [
    index("listing_work_due").on(t.platformId, t.due, t.listingId),
    check(
      "listing_work_step",
      one(t.step, "plan", "create", "upload", "enrich", "publish", "verify", "price"),
    ),
  ],
);

/** Journal of the agent's acts, append-only. */
export const listingSteps = pgTable(
  "listing_steps",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    listingId: integer("listing_id")
      .notNull()
      .references(() => platformListings.id),
    generation: integer("generation").notNull(),
    step: text("step").notNull(),
    fence: bigint("fence", { mode: "number" }).notNull(),
    outcome: jsonb("outcome").notNull().$type<Record<string, unknown>>(),
    at: at("at").notNull(),
  },
  (t) => [index("listing_steps_listing").on(t.listingId, t.id)],
);

/** Intents still to be written: a manual or a platform, worked off in pages. */
export const listingOutbox = pgTable("listing_outbox", {
  id: bigserial("id", { mode: "number" }).primaryKey(),
  manualId: integer("manual_id").references(() => manuals.id),
  platformId: integer("platform_id").references(() => platforms.id),
  /** Last manual id written for a platform. */
  cursor: integer("cursor").notNull().default(0),
});
