import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import type { Cursor, Entry } from "../platforms/sales";
import { cleanJson } from "../text";

/** What goes with a page of entries, in the same statement. */
export interface Page {
  platformId: number;
  entries: Entry[];
  at: Date;
  /** Moves the cursor, unless somebody else moved it since it was `from`. When `done`, this lease is given back. */
  cursor?: { from: Cursor | null; to: Cursor; done: boolean; lease?: Date };
  /** Events whose entries these are: the page is booked only if all of them still wait. */
  events?: number[];
}

const booked = z.object({ inserted: z.number(), sold: z.number() });

/**
 * Books a page: what is new enters the ledger, exactly that is added to rollups and counters, and the cursor moves:
 * one statement, so a crash anywhere loses nothing and counts nothing twice. Rows that are known change nothing.
 * Overlapping bookings of one platform follow each other, but one that waited still knows only what was booked when it
 * began: callers that may overlap use `bookHeld`.
 * @returns rows that were new, and new sales among them.
 */
export async function bookPage(db: Db, page: Page): Promise<{ inserted: number; sold: number }> {
  const [row] = rows(await db.execute(statement(page)), booked);
  return row ?? { inserted: 0, sold: 0 };
}

/** Books a page after the bookings that are under way: what they enter is known to it. */
export function bookHeld(db: Db, page: Page): Promise<{ inserted: number; sold: number }> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select id from platforms where id = ${page.platformId} for no key update`);
    return bookPage(tx, page);
  });
}

function statement({ platformId, entries, at, cursor, events }: Page): SQL {
  return sql`
    with gate as (
      select p.id, p.sales_cursor, s.time_zone from platforms p cross join settings s
      where p.id = ${platformId} for no key update of p
    ), waiting as (
      update webhook_events e set booked_at = ${at}::timestamptz from gate
      where e.id = any(${sql.param(events ?? [])}::bigint[]) and e.booked_at is null returning e.id
    ), incoming as (
      select x.* from jsonb_to_recordset(${cleanJson(entries)}::jsonb) as x(
        type text, id text, row text, amount bigint, fee bigint, quantity int, currency text, basis text,
        at timestamptz, "remoteId" text, title text, cap bigint)
      where ${events === undefined ? sql`true` : sql`(select count(*) from waiting) = ${events.length}`}
    ), known as (
      select i.type, i.id, count(*)::int as rows, sum(r.amount)::bigint as amount, sum(r.fee)::bigint as fee
      from (select distinct type, id from incoming where row in ('total', 'next')) i join revenue r
        on r.platform_id = ${platformId} and r.transaction_type = i.type and r.transaction_id = i.id
      group by i.type, i.id
    ), measured as (
      select i.*, g.time_zone, l.id as listing_id,
        case when i.row in ('total', 'next') then coalesce(k.rows, 0) else i.row::int end as sequence,
        case i.row when 'total' then i.amount - coalesce(k.amount, 0)
          when 'next' then greatest(i.amount, -(i.cap + coalesce(k.amount, 0))) else i.amount end as new_amount,
        case i.row when 'total' then i.fee - coalesce(k.fee, 0) else i.fee end as new_fee
      from incoming i cross join gate g
      left join known k on k.type = i.type and k.id = i.id
      left join platform_listings l on l.platform_id = ${platformId} and l.platform_listing_id = i."remoteId"
    ), fresh as (
      insert into revenue (platform_id, listing_id, transaction_type, transaction_id, sequence, amount, fee, currency,
        quantity, basis, transaction_date, remote_id, remote_title, created_at)
      select ${platformId}::int, listing_id, type, id, sequence, new_amount, new_fee, currency, quantity, basis, at,
        "remoteId", title, ${at}::timestamptz
      from measured where type = 'sale' or new_amount <> 0 or new_fee <> 0
      on conflict (platform_id, transaction_type, transaction_id, sequence) do nothing
      returning id, listing_id, transaction_type, amount, fee, net, currency, quantity, basis, transaction_date
    ), daily as (
      insert into revenue_daily as d (day, platform_id, currency, units, gross, refunds, fees, estimated)
      ${dailySums(sql`fresh f cross join gate g`, platformId)}
      on conflict (day, platform_id, currency) do update set units = d.units + excluded.units,
        gross = d.gross + excluded.gross, refunds = d.refunds + excluded.refunds, fees = d.fees + excluded.fees,
        estimated = d.estimated + excluded.estimated
    ), nets as (
      select listing_id, currency, sum(net)::bigint as net,
        coalesce(sum(quantity) filter (where transaction_type = 'sale'), 0)::int as units
      from fresh group by listing_id, currency
    ), shares as (
      select listing_id, jsonb_object_agg(currency, net) as nets, sum(units)::int as units,
        (select f.currency from fresh f where f.listing_id = n.listing_id order by f.transaction_date, f.id limit 1) as currency
      from nets n where listing_id is not null group by listing_id order by listing_id
    ), counted as (
      -- A sale is proof that it is for sale.
      update platform_listings l set sales = l.sales + s.units,
        revenue_currency = coalesce(l.revenue_currency, s.currency),
        revenue = l.revenue + coalesce((s.nets ->> coalesce(l.revenue_currency, s.currency))::bigint, 0),
        status = case when l.status = 'listed' and s.units > 0 then 'active' else l.status end
      from shares s where l.id = s.listing_id
    ), whole as (
      select g.id, (select currency from fresh order by transaction_date, id limit 1) as currency,
        coalesce(jsonb_object_agg(n.currency, n.net) filter (where n.currency is not null), '{}'::jsonb) as nets
      from gate g left join (select currency, sum(net)::bigint as net from nets group by currency) n on true group by g.id
    ), total as (
      update platforms p set revenue_currency = coalesce(p.revenue_currency, w.currency),
        total_revenue = p.total_revenue + coalesce((w.nets ->> coalesce(p.revenue_currency, w.currency))::bigint, 0)
        ${cursor ? moved(cursor, at) : sql``}
      from whole w where p.id = w.id
    )
    select count(*)::int as inserted, (count(*) filter (where transaction_type = 'sale'))::int as sold from fresh`;
}

/** Sums of ledger rows `f` by day of the time zone of `g`, for the rollup. */
export function dailySums(from: SQL, platformId: number | null): SQL {
  return sql`select (f.transaction_date at time zone g.time_zone)::date,
      ${platformId === null ? sql`f.platform_id` : sql`${platformId}::int`}, f.currency,
      coalesce(sum(f.quantity) filter (where f.transaction_type = 'sale'), 0)::int,
      coalesce(sum(f.amount) filter (where f.transaction_type = 'sale'), 0)::bigint,
      coalesce(-sum(f.amount) filter (where f.transaction_type <> 'sale'), 0)::bigint,
      sum(f.fee)::bigint, (count(*) filter (where f.basis = 'estimated'))::int
    from ${from} where f.transaction_type <> 'payout' group by 1, 2, 3`;
}

function moved({ from, to, done, lease }: NonNullable<Page["cursor"]>, at: Date): SQL {
  const unmoved = sql`p.sales_cursor is not distinct from ${from === null ? null : JSON.stringify(from)}::jsonb`;
  return sql`, sales_cursor = case when ${unmoved} then ${JSON.stringify(to)}::jsonb else p.sales_cursor end
    ${done ? sql`, last_sync = ${at}::timestamptz` : sql``} ${done && lease ? given(lease) : sql``}`;
}

function given(lease: Date): SQL {
  const held = sql`p.sync_until = ${lease}::timestamptz`;
  return sql`, sync_until = case when ${held} then null else p.sync_until end,
    sync_status = case when ${held} then 'synced' else p.sync_status end,
    sync_error = case when ${held} then null else p.sync_error end`;
}
