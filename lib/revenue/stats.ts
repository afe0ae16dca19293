import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import { postgresBudgets } from "../agent/budget";
import type { App } from "../app";
import type { Access } from "../connections/access";
import { PlatformError } from "../errors";
import type { Session } from "../platforms/platform";

/** A listing's state and views are asked for again after this time: platforms count views once a day. */
const FRESH_HOURS = 6;

/** Found off sale by an earlier look: somebody may put it back. */
const offSale = sql`l.status = 'paused' and l.hold is null and l.listed_at is not null`;

const dueRow = z.object({ remoteId: z.string() });

/**
 * Asks for one batch of listings that were published and not looked at lately, the longest ago first: a listing becomes
 * `active` when it is for sale, and `paused` when it is not. At most one batch a call, so that it stays in its share.
 */
export async function readStats(app: App, access: Access, session: Session, deadline: Date): Promise<void> {
  const { stats } = access.platform;
  if (!stats) return;
  const now = app.world.now();
  const found = await app.db.execute(sql`select platform_listing_id as "remoteId" from platform_listings l
    where platform_id = ${access.row.id} and (status in ('listed', 'active') or ${offSale})
      and (stats_at is null or stats_at < ${now}::timestamptz - make_interval(hours => ${FRESH_HOURS}))
      and not exists (select 1 from listing_work w where w.listing_id = l.id)
    order by stats_at nulls first, id limit ${stats.batch}`);
  const due = rows(found, dueRow).map(({ remoteId }) => remoteId);
  const needed = stats.need(due.length);
  const calls = Object.values(needed).reduce((sum, count) => sum + count, 0);
  if (due.length === 0 || now.getTime() + calls * app.timing.readMs > deadline.getTime()) return;
  if (!(await postgresBudgets(app.db, app.timing.budget).take(access.row.id, needed, now, "reading")).granted)
    return;
  const seen = await stats.read(session, due);
  if (seen.length === 0 && due.length > 1)
    throw new PlatformError(
      "unexpected",
      `${access.platform.displayName} mentions none of ${due.length} listings that are there.`,
    );
  const name = access.platform.displayName;
  const missing = due.filter((remoteId) => !seen.some((one) => one.remoteId === remoteId));
  const all = [
    ...seen,
    ...missing.map((remoteId) => ({ remoteId, state: "gone", views: null, favorites: null })),
  ];
  await app.db.execute(sql`
    with seen as (
      select * from jsonb_to_recordset(${JSON.stringify(all)}::jsonb) as x("remoteId" text, state text, views int, favorites int)
    ), changed as (
      update platform_listings l set stats_at = ${now}::timestamptz, views = coalesce(s.views, l.views),
        favorites = coalesce(s.favorites, l.favorites),
        status = case when s.state = 'live' then 'active' when s.state in ('gone', 'inactive', 'draft') then 'paused' else l.status end,
        error_message = case s.state when 'gone' then ${`${name} no longer has this listing.`}
          when 'inactive' then ${`It is not on sale on ${name} (inactive).`}
          when 'draft' then ${`It is not on sale on ${name} (draft).`} else null end
      from seen s where l.platform_id = ${access.row.id} and l.platform_listing_id = s."remoteId"
        and (l.status in ('listed', 'active') or ${offSale}) and not exists (select 1 from listing_work w where w.listing_id = l.id)
      returning l.id, s.views
    )
    insert into listing_views (listing_id, day, views)
    select c.id, (${now}::timestamptz at time zone z.time_zone)::date, c.views from changed c cross join settings z
    where c.views is not null
    on conflict (listing_id, day) do update set views = excluded.views`);
}
