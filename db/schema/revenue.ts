import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Entry } from "../../lib/platforms/sales";
import { at, one } from "./columns";
import { platformListings } from "./listings";
import { platforms } from "./platforms";

const minor = (name: string) => bigint(name, { mode: "number" });

/** The ledger, append-only. Refunds and reversals are negative rows, so that revenue is a plain sum. */
export const revenue = pgTable(
  "revenue",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    platformId: integer("platform_id")
      .notNull()
      .references(() => platforms.id),
    /** Null: nobody knows yet which listing this was. */
    listingId: integer("listing_id").references(() => platformListings.id),
    transactionType: text("transaction_type").notNull(),
    transactionId: text("transaction_id").notNull(),
    /** Counts the rows of one transaction and type: the lines of an order, repeated refunds. */
    sequence: integer("sequence").notNull(),
    /** Minor units of `currency`: what came in, negative when it goes back. */
    amount: minor("amount").notNull(),
    /** What the platform kept; negative when it gives back. */
    fee: minor("fee").notNull(),
    net: minor("net").generatedAlwaysAs(sql`amount - fee`),
    currency: text("currency").notNull(),
    quantity: integer("quantity").notNull(),
    /** `estimated` when the amount, the fee or the moment is our own reckoning. */
    basis: text("basis").notNull(),
    transactionDate: at("transaction_date").notNull(),
    /** What the platform calls the thing that was sold. */
    remoteId: text("remote_id"),
    remoteTitle: text("remote_title"),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("revenue_once").on(t.platformId, t.transactionType, t.transactionId, t.sequence),
    index("revenue_newest").on(t.transactionDate, t.id),
    index("revenue_by_listing").on(t.listingId, t.transactionDate),
    check(
      "revenue_type",
      one(
        t.transactionType,
        ...["sale", "refund", "fee", "dispute", "dispute_reversed", "payout", "adjustment"],
      ),
    ),
    check("revenue_basis", one(t.basis, "reported", "estimated")),
    check("revenue_currency", sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check("revenue_quantity", sql`${t.quantity} >= 0`),
  ],
);

/** Sums of the ledger by day (in the workspace's time zone), platform and currency; written with it. */
export const revenueDaily = pgTable(
  "revenue_daily",
  {
    day: date("day", { mode: "string" }).notNull(),
    platformId: integer("platform_id")
      .notNull()
      .references(() => platforms.id),
    currency: text("currency").notNull(),
    /** Units sold; a refund does not lower it. */
    units: integer("units").notNull(),
    gross: minor("gross").notNull(),
    /** Given back to buyers, positive. */
    refunds: minor("refunds").notNull(),
    fees: minor("fees").notNull(),
    /** Rows of the ledger whose basis is `estimated`. */
    estimated: integer("estimated").notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.platformId, t.currency] })],
);

/** Sales that a recount under way has seen at the platform, to be compared with the ledger. */
export const recounts = pgTable(
  "recounts",
  {
    platformId: integer("platform_id")
      .notNull()
      .references(() => platforms.id),
    transactionId: text("transaction_id").notNull(),
    sequence: integer("sequence").notNull(),
    amount: minor("amount").notNull(),
    quantity: integer("quantity").notNull(),
    currency: text("currency").notNull(),
    transactionDate: at("transaction_date").notNull(),
  },
  (t) => [primaryKey({ columns: [t.platformId, t.transactionId, t.sequence] })],
);

/** Events that a platform sent, each once; free of buyers' data. */
export const webhookEvents = pgTable(
  "webhook_events",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    platformId: integer("platform_id")
      .notNull()
      .references(() => platforms.id),
    eventId: text("event_id").notNull(),
    type: text("type").notNull(),
    entries: jsonb("entries").notNull().$type<Entry[]>(),
    receivedAt: at("received_at").notNull(),
    /** Null until its entries are in the ledger. */
    bookedAt: at("booked_at"),
  },
  (t) => [
    uniqueIndex("webhook_events_once").on(t.platformId, t.eventId),
    index("webhook_events_waiting").on(t.id).where(sql`booked_at is null`),
  ],
);

/** What a platform said of a listing's views on a day: lifetime counts, of which differences are evidence. */
export const listingViews = pgTable(
  "listing_views",
  {
    listingId: integer("listing_id")
      .notNull()
      .references(() => platformListings.id),
    day: date("day", { mode: "string" }).notNull(),
    views: integer("views").notNull(),
  },
  (t) => [primaryKey({ columns: [t.listingId, t.day] })],
);

/** Every price step of the agent, with its evidence. */
export const priceChanges = pgTable(
  "price_changes",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    listingId: integer("listing_id")
      .notNull()
      .references(() => platformListings.id),
    /** Minor units of `currency`. */
    priceBefore: integer("price_before").notNull(),
    priceAfter: integer("price_after").notNull(),
    currency: text("currency").notNull(),
    /** Views of the window that led to it. */
    views: integer("views").notNull(),
    at: at("at").notNull(),
    /** When the platform was read back showing it. */
    appliedAt: at("applied_at"),
  },
  (t) => [
    index("price_changes_listing").on(t.listingId, t.id),
    check("price_changes_down", sql`${t.priceAfter} < ${t.priceBefore}`),
  ],
);
