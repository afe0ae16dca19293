import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, serial, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, one } from "./columns";
import { platformListings } from "./listings";
import { manuals } from "./manuals";
import { platforms } from "./platforms";

export interface InputOption {
  value: string;
  label: string;
  help?: string;
}

export const actionQueue = pgTable(
  "action_queue",
  {
    id: serial("id").primaryKey(),
    actionType: text("action_type").notNull(),
    /** One open action per cause, e.g. `authentication:platform:3`. */
    cause: text("cause").notNull(),
    priority: integer("priority").notNull().default(50),
    title: text("title").notNull(),
    description: text("description").notNull(),
    prompt: text("prompt").notNull(),
    inputType: text("input_type").notNull(),
    inputOptions: jsonb("input_options").notNull().default([]).$type<InputOption[]>(),
    context: jsonb("context").notNull().default({}).$type<Record<string, unknown>>(),
    status: text("status").notNull().default("pending"),
    userResponse: text("user_response"),
    respondedBy: text("responded_by"),
    respondedAt: at("responded_at"),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at"),
    /** When it was moved up because its deadline is near. */
    remindedAt: at("reminded_at"),
    platformId: integer("platform_id").references(() => platforms.id),
    listingId: integer("listing_id").references(() => platformListings.id),
    manualId: integer("manual_id").references(() => manuals.id),
  },
  (t) => [
    uniqueIndex("action_queue_open_cause").on(t.cause).where(sql`status = 'pending'`),
    index("action_queue_status").on(t.status, t.id),
    index("action_queue_deadline").on(t.expiresAt).where(sql`status = 'pending' and expires_at is not null`),
    check("action_queue_status_value", one(t.status, "pending", "completed", "cancelled", "timed_out")),
    check(
      "action_queue_type",
      one(
        t.actionType,
        ...["account_setup", "authentication", "verification", "captcha", "manual_listing", "manual_update"],
        ...["manual_end", "rights", "choose", "approve", "provide_data"],
      ),
    ),
    check(
      "action_queue_input",
      one(t.inputType, "text", "url", "confirmation", "selection", "file", "secret"),
    ),
  ],
);
