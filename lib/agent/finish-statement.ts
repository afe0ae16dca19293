import { type SQL, sql } from "drizzle-orm";
import { cleanJson } from "../text";
import { askRow, asksStatement } from "./ask-statement";
import { claimed, workColumns, workTables } from "./claim-statement";
import type { Claim, Ended } from "./store";

/**
 * Ends listings and claims the next. Gives at least one row: the first has `told`, a list of [listing, asked] of those
 * that were still owned; each has a claimed listing's columns, all null when there is none.
 */
export function finishStatement(ends: Ended[], next: Claim | undefined): SQL {
  const ids = sql.param(ends.map(({ work }) => work.listingId));
  const taken = next && claimed(next, sql`and w.listing_id <> all(${ids}::int[])`);
  return sql`${taken ? sql`/* finish and claim */` : sql`/* finish */`}
    with ends as (
      select * from jsonb_to_recordset(${cleanJson(ends.map(endRow))}::jsonb) as e(n int, listing_id int, fence bigint, generation int,
        status text, message text, resume jsonb, title text, price int, currency text, url text, shown boolean,
        seo_title text, description text, tags jsonb, ask jsonb, step text, outcome jsonb, at timestamptz)
    ), owned as (
      delete from listing_work w using ends e
      where w.listing_id = any(${ids}::int[]) and w.listing_id = e.listing_id and w.fence = e.fence returning e.*
    ), listing as (
      update platform_listings l set
        status = case when o.status = 'listed' and l.status = 'active' then 'active' else o.status end,
        error_message = o.message, hold = o.ask->>'cause', resume = o.resume,
        title = coalesce(o.title, l.title), price = coalesce(o.price, l.price), currency = coalesce(o.currency, l.currency),
        platform_url = case when o.shown then o.url else l.platform_url end,
        listed_at = case when o.shown then coalesce(l.listed_at, o.at) else l.listed_at end,
        checked_at = case when o.shown then o.at else l.checked_at end,
        seo_title = coalesce(o.seo_title, l.seo_title), description = coalesce(o.description, l.description),
        tags = coalesce(o.tags, l.tags)
      from owned o where l.id = o.listing_id
    ), ${applied}, journal as (
      insert into listing_steps (listing_id, generation, step, fence, outcome, at)
      select listing_id, generation, step, fence, outcome, at from owned where step is not null
    ), asking as (
      select *, row_number() over (partition by ask->>'cause' order by n) = 1 as first from owned
    ), asked as (${asksStatement(sql`(select ask from asking where ask is not null and first order by ask->>'cause') q`)}
    ), told as (
      select jsonb_agg(jsonb_build_array(o.listing_id, o.first and coalesce(a.fresh, false))) as told
      from asking o left join asked a on a.cause = o.ask->>'cause'
    )${taken ? sql`, ${taken}` : sql``}
    select ${
      taken
        ? sql`case when row_number() over () = 1 then t.told end as told, n.* from told t
      left join (select ${workColumns} ${workTables}) n on true`
        : sql`told from told`
    }`;
}

/** A price step is done when the platform was read back showing its price. */
const applied = sql`applied as (
      update price_changes c set applied_at = o.at from owned o
      where o.shown and c.listing_id = o.listing_id and c.applied_at is null and c.price_after = o.price
        and c.currency = o.currency
    )`;

/** An end as the statement reads it. */
function endRow({ work, shown, plan, ask, journal, ...end }: Ended, n: number): Record<string, unknown> {
  const { status, message, intentAt, notes, attempt, at } = end;
  const price = shown?.price ?? plan?.price;
  return {
    n,
    listing_id: work.listingId,
    fence: work.fence,
    generation: work.generation,
    status,
    message,
    resume: status === "listed" ? null : { intentAt, notes, attempt },
    shown: shown !== undefined,
    title: shown?.title,
    url: shown?.url,
    price: price?.amount,
    currency: price?.currency,
    seo_title: plan?.title,
    description: plan?.description,
    tags: plan?.tags,
    ask: ask && askRow(ask, at),
    ...journal,
    at,
  };
}
