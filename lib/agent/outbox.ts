import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";

/** Listings planned by one statement. */
const PAGE = 200;

const drained = z.object({ taken: z.number() });

/** Turns processed manuals and newly active platforms into listings, page by page, until nothing is left or time is up. */
export async function drainOutbox(db: Db, now: () => Date, deadline: Date): Promise<void> {
  for (let left = true; left && now() < deadline; ) {
    const result = await db.execute(drainStatement(now()));
    left = (rows(result, drained)[0]?.taken ?? 0) > 0;
  }
}

/** One page: entries are taken, their listings and work are written, and the entries go or move on, all or nothing. */
function drainStatement(now: Date) {
  return sql`
    with entries as (
      select * from listing_outbox order by id limit ${PAGE} for update skip locked
    ), wanted as (
      select m.id as manual_id, m.title, p.id as platform_id from entries e
        join manuals m on m.id = e.manual_id join platforms p on p.is_active
        where m.status = 'processed' and m.rights <> 'unverified'
      union
      select m.id, m.title, p.id from (select * from entries where platform_id is not null order by id limit 1) e
        join platforms p on p.id = e.platform_id and p.is_active
        cross join lateral (select * from manuals where manuals.id > e.cursor order by manuals.id limit ${PAGE}) m
        where m.status = 'processed' and m.rights <> 'unverified'
    ), made as (
      insert into platform_listings (manual_id, platform_id, natural_key, slug, title)
      select w.manual_id, w.platform_id, s.workspace_key || '-' || w.manual_id || '-' || w.platform_id,
        trim(both '-' from left(regexp_replace(lower(w.title), '[^a-z0-9]+', '-', 'g'), 40)), w.title
      from wanted w cross join settings s
      on conflict do nothing returning id, platform_id
    ), queued as (
      insert into listing_work (listing_id, platform_id, due) select id, platform_id, ${now}::timestamptz from made
    ), first as (
      select e.id, e.platform_id, (select max(id) from (select id from manuals where manuals.id > e.cursor order by id limit ${PAGE}) page) as reached
      from entries e where e.platform_id is not null order by e.id limit 1
    ), moved as (
      update listing_outbox o set cursor = first.reached from first where o.id = first.id and first.reached is not null
    ), gone as (
      delete from listing_outbox o using entries e where o.id = e.id
        and (e.platform_id is null or exists (select 1 from first where first.id = e.id and first.reached is null))
    )
    select count(*)::int as taken from entries`;
}
