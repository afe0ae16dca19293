import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, jsonb, pgTable, serial, text } from "drizzle-orm/pg-core";
import { at, one } from "./columns";

/** A file in storage that belongs to a manual or listing. */
export interface StoredFile {
  key: string;
  size: number;
  sha256: string;
  width?: number;
  height?: number;
}

export interface ManualImages {
  /** By the form a platform wants: large portrait pages, or 1280 x 720. First is the cover. */
  etsy: StoredFile[];
  gumroad: StoredFile[];
  thumbnail: StoredFile | null;
}

export const manuals = pgTable(
  "manuals",
  {
    id: serial("id").primaryKey(),
    title: text("title").notNull(),
    titleSource: text("title_source").notNull(),
    /** False: a person should look at the title. */
    titleSure: boolean("title_sure").notNull(),
    description: text("description").notNull().default(""),
    tags: jsonb("tags").notNull().default([]).$type<string[]>(),
    status: text("status").notNull().default("processing"),
    errorMessage: text("error_message"),
    rights: text("rights").notNull().default("unverified"),
    rightsNote: text("rights_note"),
    /** Minor units; null until the base-price rule has run. */
    price: integer("price"),
    currency: text("currency").notNull(),
    language: text("language"),
    pageCount: integer("page_count").notNull(),
    hasText: boolean("has_text"),
    fileName: text("file_name").notNull(),
    fileKey: text("file_key").notNull(),
    fileSize: bigint("file_size", { mode: "number" }).notNull(),
    sha256: text("sha256").notNull().unique(),
    images: jsonb("images").$type<ManualImages>(),
    /** Someone is at it until then. */
    leaseUntil: at("lease_until"),
    attempts: integer("attempts").notNull().default(0),
    createdAt: at("created_at").notNull().defaultNow(),
    processedAt: at("processed_at"),
  },
  (t) => [
    check("manuals_status", one(t.status, "processing", "processed", "failed")),
    check("manuals_rights", one(t.rights, "own_work", "licence", "public_domain", "unverified")),
    check("manuals_price", sql`${t.price} is null or ${t.price} >= 0`),
    check(
      "manuals_ready",
      sql`${t.status} <> 'processed' or (${t.price} is not null and ${t.images} is not null)`,
    ),
    index("manuals_due").on(t.leaseUntil).where(sql`status = 'processing'`),
  ],
);
