import { and, desc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { platformListings } from "@/db/schema/listings";
import { manuals } from "@/db/schema/manuals";
import { platforms } from "@/db/schema/platforms";
import { revenue } from "@/db/schema/revenue";
import { type Page, type PageInput, pageOf, readCursor } from "./cursor";

/** Amounts in minor units; fees and refunds positive; gross - fees - refunds = net. */
export interface Sums {
  units: number;
  gross: number;
  fees: number;
  refunds: number;
  net: number;
  /** Ledger rows whose amounts, fee or moment is our own reckoning. */
  estimated: number;
}

export interface DaySums extends Sums {
  /** YYYY-MM-DD in the workspace's time zone. */
  day: string;
  platforms: Map<number, Sums>;
}

/** One currency over a span of days. */
export interface RevenueSummary {
  currency: string;
  /** First and last day, both counted. */
  from: string;
  to: string;
  total: Sums;
  byPlatform: Map<number, Sums>;
  /** Without gaps, oldest first. */
  byDay: DaySums[];
  /** Totals of the other currencies, never converted. */
  others: OtherCurrency[];
  /** As many days right before `from`, in the same currency. */
  before: { from: string; to: string; total: Sums };
  /** The first day of the ledger; null while it is empty. */
  begins: string | null;
}

export interface OtherCurrency {
  currency: string;
  total: Sums;
  byPlatform: Map<number, Sums>;
}

const dayRow = z.object({
  day: z.string().nullable(),
  platformId: z.number().nullable(),
  currency: z.string().nullable(),
  units: z.coerce.number(),
  gross: z.coerce.number(),
  refunds: z.coerce.number(),
  fees: z.coerce.number(),
  estimated: z.coerce.number(),
  today: z.string(),
  begins: z.string().nullable(),
  workspace: z.string(),
});

/**
 * The sums of the last `days` days up to `now`, today included, from the rollup. One statement.
 * @param currency default: the workspace's.
 */
export async function summariseRevenue(
  db: Db,
  { days, currency, now }: { days: number; currency?: string; now: Date },
): Promise<RevenueSummary> {
  const found = rows(
    await db.execute(sql`
      with zone as (select currency as workspace, (${now}::timestamptz at time zone time_zone)::date as today from settings)
      select d.day::text as day, d.platform_id as "platformId", d.currency, coalesce(d.units, 0) as units,
        coalesce(d.gross, 0) as gross, coalesce(d.refunds, 0) as refunds, coalesce(d.fees, 0) as fees,
        coalesce(d.estimated, 0) as estimated, z.today::text as today, z.workspace,
        (select min(day) from revenue_daily)::text as begins
      from zone z left join revenue_daily d on d.day > z.today - ${2 * days}::int and d.day <= z.today
      order by d.day, d.platform_id`),
    dayRow,
  );
  const { today, workspace, begins } = found[0] ?? {
    today: now.toISOString().slice(0, 10),
    workspace: "USD",
    begins: null,
  };
  const wanted = currency ?? workspace;
  const span = daysUpTo(today, 2 * days);
  const from = span[days] ?? today;
  const byDay = span.slice(days).map((day): DaySums => ({ day, ...zero(), platforms: new Map() }));
  const byName = new Map(byDay.map((one) => [one.day, one]));
  const byPlatform = new Map<number, Sums>();
  const total = zero();
  const before = zero();
  const others = new Map<string, OtherCurrency>();
  for (const row of found) {
    if (row.day === null || row.platformId === null || row.currency === null) continue;
    const sums = { ...row, net: row.gross - row.fees - row.refunds };
    if (row.day < from) {
      if (row.currency === wanted) add(before, sums);
      continue;
    }
    if (row.currency !== wanted) {
      const other = others.get(row.currency) ?? {
        currency: row.currency,
        total: zero(),
        byPlatform: new Map(),
      };
      others.set(row.currency, other);
      add(other.total, sums);
      add(place(other.byPlatform, row.platformId), sums);
      continue;
    }
    add(total, sums);
    add(place(byPlatform, row.platformId), sums);
    const day = byName.get(row.day);
    if (!day) continue;
    add(day, sums);
    add(place(day.platforms, row.platformId), sums);
  }
  return {
    currency: wanted,
    from,
    to: today,
    total,
    byPlatform,
    byDay,
    others: [...others.values()],
    before: { from: span[0] ?? today, to: span[days - 1] ?? today, total: before },
    begins,
  };
}

/** Currencies that the ledger has, the most used first. */
export async function revenueCurrencies(db: Db): Promise<string[]> {
  const found = await db.execute(
    sql`select currency from revenue_daily group by currency order by count(*) desc, currency`,
  );
  return rows(found, z.object({ currency: z.string() })).map(({ currency }) => currency);
}

export const entryTypes = [
  "sale",
  "refund",
  "fee",
  "dispute",
  "dispute_reversed",
  "payout",
  "adjustment",
] as const;

export interface EntryFilter {
  platformId?: number;
  listingId?: number;
  type?: (typeof entryTypes)[number];
  currency?: string;
  /** The days that the sums of as many days cover: whole ones of the workspace's time zone, today included. */
  last?: { days: number; now: Date };
}

export type EntryRow = Awaited<ReturnType<typeof selectEntries>>[number];

/** Lines of the ledger, newest first; minor units. @throws AppError `malformed` for a cursor of another list. */
export async function listEntries(db: Db, input: EntryFilter & PageInput): Promise<Page<EntryRow>> {
  const found = await selectEntries(db)
    .where(and(filtered(input), older(input.cursor)))
    .orderBy(desc(revenue.transactionDate), desc(revenue.id))
    .limit(input.limit + 1);
  return pageOf(found, input.limit, (row) => [row.transactionDate.getTime(), row.id]);
}

function selectEntries(db: Db) {
  return db
    .select({
      ...getTableColumns(revenue),
      platformName: platforms.name,
      manualId: platformListings.manualId,
      manualTitle: manuals.title,
    })
    .from(revenue)
    .innerJoin(platforms, eq(platforms.id, revenue.platformId))
    .leftJoin(platformListings, eq(platformListings.id, revenue.listingId))
    .leftJoin(manuals, eq(manuals.id, platformListings.manualId))
    .$dynamic();
}

function filtered({ platformId, listingId, type, currency, last }: EntryFilter): SQL | undefined {
  return and(
    platformId === undefined ? undefined : eq(revenue.platformId, platformId),
    listingId === undefined ? undefined : eq(revenue.listingId, listingId),
    type === undefined ? undefined : eq(revenue.transactionType, type),
    currency === undefined ? undefined : eq(revenue.currency, currency),
    last === undefined ? undefined : sql`${revenue.transactionDate} >= ${firstMoment(last)}`,
  );
}

function firstMoment({ days, now }: { days: number; now: Date }): SQL {
  return sql`(select ((${now.toISOString()}::timestamptz at time zone time_zone)::date - ${days - 1}::int)::timestamp
    at time zone time_zone from settings)`;
}

function older(cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined;
  const [at = 0, id = 0] = readCursor(cursor, 2);
  const moment = new Date(at).toISOString();
  return sql`(${revenue.transactionDate}, ${revenue.id}) < (${moment}::timestamptz, ${id}::bigint)`;
}

function zero(): Sums {
  return { units: 0, gross: 0, fees: 0, refunds: 0, net: 0, estimated: 0 };
}

function place<Key>(map: Map<Key, Sums>, key: Key): Sums {
  const there = map.get(key) ?? zero();
  map.set(key, there);
  return there;
}

function add(to: Sums, more: Sums): void {
  to.units += more.units;
  to.gross += more.gross;
  to.fees += more.fees;
  to.refunds += more.refunds;
  to.net += more.net;
  to.estimated += more.estimated;
}

/** Calendar days, oldest first; the last is `today`. */
function daysUpTo(today: string, days: number): string[] {
  const last = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: days }, (_, index) =>
    new Date(last - (days - 1 - index) * 86_400_000).toISOString().slice(0, 10),
  );
}
