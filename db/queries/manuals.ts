import { and, desc, eq, getTableColumns, inArray, lt, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { platformListings } from "@/db/schema/listings";
import { type ManualImages, manuals } from "@/db/schema/manuals";
import { platforms } from "@/db/schema/platforms";
import { type Page, type PageInput, pageOf, readCursor } from "./cursor";

export const manualStatuses = ["processing", "processed", "failed"] as const;
export type ManualStatus = (typeof manualStatuses)[number];

export interface ManualFilter {
  status?: ManualStatus;
  rights?: "own_work" | "licence" | "public_domain" | "unverified";
  /** Part of the title or file name. */
  q?: string;
}

export type ManualRow = Omit<typeof manuals.$inferSelect, "images"> & {
  /** Addresses of our own routes; null and empty until the cover is made. */
  coverUrl: string | null;
  previewUrls: string[];
  listings: { id: number; platformName: string; status: string }[];
};

/** Manuals, newest first. Prices in minor units, sizes in bytes. @throws AppError `malformed` for a bad cursor. */
export async function listManuals(db: Db, input: ManualFilter & PageInput): Promise<Page<ManualRow>> {
  const [last] = input.cursor === undefined ? [] : readCursor(input.cursor, 1);
  const rows = await selectManuals(db)
    .where(and(filtered(input), last === undefined ? undefined : lt(manuals.id, last)))
    .orderBy(desc(manuals.id))
    .limit(input.limit + 1);
  return pageOf(rows.map(manualRow), input.limit, (row) => [row.id]);
}

/** One manual; null when the id is unknown. */
export async function getManual(db: Db, id: number): Promise<ManualRow | null> {
  const [row] = await selectManuals(db).where(eq(manuals.id, id));
  return row ? manualRow(row) : null;
}

/** Titles of some manuals, for an action that names them. At most 100. */
export async function titlesOf(db: Db, ids: number[]): Promise<{ id: number; title: string }[]> {
  if (ids.length === 0) return [];
  return db
    .select({ id: manuals.id, title: manuals.title })
    .from(manuals)
    .where(inArray(manuals.id, ids.slice(0, 100)))
    .orderBy(manuals.title);
}

export interface ManualCounts {
  all: number;
  processing: number;
  failed: number;
  unverified: number;
}

/** What the quick filters show. */
export async function countManuals(db: Db, filter: Pick<ManualFilter, "q">): Promise<ManualCounts> {
  const [row] = await db
    .select({
      all: sql<number>`count(*)::int`,
      processing: sql<number>`(count(*) filter (where ${manuals.status} = 'processing'))::int`,
      failed: sql<number>`(count(*) filter (where ${manuals.status} = 'failed'))::int`,
      unverified: sql<number>`(count(*) filter (where ${manuals.rights} = 'unverified'))::int`,
    })
    .from(manuals)
    .where(filtered(filter));
  return row ?? { all: 0, processing: 0, failed: 0, unverified: 0 };
}

function selectManuals(db: Db) {
  return db
    .select({
      ...getTableColumns(manuals),
      listings: sql`(select coalesce(json_agg(json_build_object('id', l.id, 'platformName', p.name,
        'status', l.status) order by p.id), '[]') from ${platformListings} l
        join ${platforms} p on p.id = l.platform_id where l.manual_id = manuals.id)`.mapWith(listingsOf),
    })
    .from(manuals)
    .$dynamic();
}

const listed = z.array(z.object({ id: z.number(), platformName: z.string(), status: z.string() }));
const listingsOf = (value: unknown) => listed.parse(typeof value === "string" ? JSON.parse(value) : value);

function manualRow({
  images,
  ...row
}: typeof manuals.$inferSelect & { listings: ManualRow["listings"] }): ManualRow {
  return { ...row, ...addresses(row.id, images) };
}

function addresses(id: number, images: ManualImages | null): Pick<ManualRow, "coverUrl" | "previewUrls"> {
  const of = (index: number) => `/api/passive-income/manuals/${id}/images/${index}?form=etsy`;
  const [cover, ...previews] = images?.etsy ?? [];
  return { coverUrl: cover ? of(0) : null, previewUrls: previews.map((_, index) => of(index + 1)) };
}

function filtered({ status, rights, q }: ManualFilter): SQL | undefined {
  const part = `%${(q ?? "").replace(/[\\%_]/g, "\\$&")}%`;
  return and(
    status ? eq(manuals.status, status) : undefined,
    rights ? eq(manuals.rights, rights) : undefined,
    q ? sql`(${manuals.title} ilike ${part} or ${manuals.fileName} ilike ${part})` : undefined,
  );
}
