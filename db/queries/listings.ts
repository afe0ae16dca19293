import { and, desc, eq, getTableColumns, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { actionQueue } from "@/db/schema/actions";
import { listingSteps, listingWork, platformListings } from "@/db/schema/listings";
import { manuals } from "@/db/schema/manuals";
import { platforms } from "@/db/schema/platforms";
import { priceChanges } from "@/db/schema/revenue";
import { behind, type Page, type PageInput, pageOf } from "./cursor";

export const listingStatuses = [
  "pending",
  "listed",
  "active",
  "action_required",
  "error",
  "paused",
  "ended",
] as const;
export type ListingStatus = (typeof listingStatuses)[number];

export interface ListingFilter {
  statuses?: readonly ListingStatus[];
  platformId?: number;
  manualId?: number;
  /** Part of a title, a tag, or the platform's id. */
  q?: string;
}

export type ListingRow = Awaited<ReturnType<typeof selectListings>>[number];
export type StepRow = typeof listingSteps.$inferSelect;
export type PriceChangeRow = typeof priceChanges.$inferSelect;

/**
 * Listings, by default the newest first; `attention` puts first what needs a person.
 * Prices and revenue in minor units.
 * @throws AppError `malformed` for a cursor of another list.
 */
export async function listListings(
  db: Db,
  input: ListingFilter & PageInput & { order?: "newest" | "attention" },
): Promise<Page<ListingRow>> {
  const rank = input.order === "attention" ? attention : sql<number>`0`;
  const sorts = [sql`${rank}`, sql`-${platformListings.id}`];
  const rows = await selectListings(db, rank)
    .where(and(filtered(input), behind(sorts, input.cursor)))
    .orderBy(...(input.order === "attention" ? sorts : [desc(platformListings.id)]))
    .limit(input.limit + 1);
  return pageOf(rows, input.limit, (row) => [row.rank, -row.id]);
}

/** One listing; null when the id is unknown. */
export async function getListing(db: Db, id: number): Promise<ListingRow | null> {
  const [row] = await selectListings(db, sql<number>`0`).where(eq(platformListings.id, id));
  return row ?? null;
}

/** How many listings there are of each status, under the same filter but for the status. */
export async function countListings(
  db: Db,
  filter: Omit<ListingFilter, "statuses">,
): Promise<Map<string, number>> {
  const rows = await db
    .select({ status: platformListings.status, count: sql<number>`count(*)::int` })
    .from(platformListings)
    .innerJoin(manuals, eq(manuals.id, platformListings.manualId))
    .where(filtered(filter))
    .groupBy(platformListings.status);
  return new Map(rows.map(({ status, count }) => [status, count]));
}

/** The newest steps of a listing's journal, newest first. */
export async function listSteps(db: Db, listingId: number, limit: number): Promise<StepRow[]> {
  return db
    .select()
    .from(listingSteps)
    .where(eq(listingSteps.listingId, listingId))
    .orderBy(desc(listingSteps.id))
    .limit(limit);
}

/** The newest price steps of a listing, newest first; minor units. */
export async function listPriceChanges(db: Db, listingId: number, limit: number): Promise<PriceChangeRow[]> {
  return db
    .select()
    .from(priceChanges)
    .where(eq(priceChanges.listingId, listingId))
    .orderBy(desc(priceChanges.id))
    .limit(limit);
}

const attention = sql<number>`case ${platformListings.status} when 'error' then 0 when 'action_required' then 1
  when 'pending' then 2 when 'paused' then 4 when 'ended' then 5 else 3 end`;

function selectListings(db: Db, rank: SQL<number>) {
  return db
    .select({
      ...getTableColumns(platformListings),
      rank: sql<number>`${rank}`.mapWith(Number),
      nextAttemptAt: listingWork.due,
      step: listingWork.step,
      manualTitle: manuals.title,
      hasCover: sql<boolean>`${manuals.images} is not null`,
      platformName: platforms.name,
      platformActive: platforms.isActive,
      credentialsStatus: platforms.credentialsStatus,
      listByHand: platforms.listByHand,
      actionId: actionQueue.id,
      actionTitle: actionQueue.title,
    })
    .from(platformListings)
    .innerJoin(manuals, eq(manuals.id, platformListings.manualId))
    .innerJoin(platforms, eq(platforms.id, platformListings.platformId))
    .leftJoin(listingWork, eq(listingWork.listingId, platformListings.id))
    .leftJoin(
      actionQueue,
      and(eq(actionQueue.cause, platformListings.hold), eq(actionQueue.status, "pending")),
    )
    .$dynamic();
}

function filtered({ statuses, platformId, manualId, q }: ListingFilter): SQL | undefined {
  return and(
    statuses && statuses.length > 0 ? inArray(platformListings.status, [...statuses]) : undefined,
    platformId === undefined ? undefined : eq(platformListings.platformId, platformId),
    manualId === undefined ? undefined : eq(platformListings.manualId, manualId),
    q ? matches(q) : undefined,
  );
}

function matches(q: string): SQL | undefined {
  const part = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  return or(
    sql`${platformListings.title} ilike ${part}`,
    sql`${manuals.title} ilike ${part}`,
    sql`${platformListings.tags}::text ilike ${part}`,
    eq(platformListings.platformListingId, q),
  );
}
