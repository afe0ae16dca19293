import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import { background, pacedBy, postgresBudgets } from "../agent/budget";
import { differences } from "../agent/differences";
import type { App } from "../app";
import type { Access } from "../connections/access";
import { sessionFor } from "../connections/read";
import { PlatformError } from "../errors";
import { checkListings } from "../listings";
import type { RemoteStats, Stats } from "../platforms/sales";

/** A listing's state and views are asked for again after this time: platforms count views once a day. */
const FRESH_HOURS = 6;
/** Listings of one batch that are checked; the others show up again. */
const MOST_CHECKS = 10;

/** Live listings, and those found off sale by an earlier look: somebody may put them back. The index has the same words. */
const watched = sql`l.platform_listing_id is not null and l.listed_at is not null and l.hold is null
  and l.status in ('listed', 'active', 'paused')`;

/** Whether a platform `p` has listings that were not looked at lately. */
export function toLookAt(now: Date): SQL {
  return sql`coalesce((select coalesce(l.stats_at < ${stale(now)}, true) from platform_listings l
    where l.platform_id = p.id and ${watched} order by l.stats_at nulls first, l.id limit 1), false)`;
}

function stale(now: Date): Date {
  return new Date(now.getTime() - FRESH_HOURS * 3_600_000);
}

const dueRow = z.object({
  id: z.number(),
  remoteId: z.string(),
  title: z.string(),
  price: z.number().nullable(),
  currency: z.string().nullable(),
  size: z.number(),
});
type Due = z.infer<typeof dueRow>;

/**
 * Asks for one batch of listings that were published and not looked at lately, the longest ago first: a listing becomes
 * `active` when it is for sale, and `paused` when it is not. One that shows something else than it should, or is not
 * mentioned, is checked by the engine. At most one batch a call, within the background's share.
 */
export async function readStats(app: App, access: Access, deadline: Date): Promise<void> {
  const { stats, displayName } = access.platform;
  if (!stats) return;
  const now = app.world.now();
  const due = await dueListings(
    app,
    access.row.id,
    mostWithin(stats, deadline.getTime() - now.getTime(), app),
  );
  if (due.length === 0) return;
  const need = background(stats.need(due.length));
  const budgets = postgresBudgets(app.db, app.timing.budget);
  const grant = await budgets.take(access.row.id, need, now, "reading");
  if (!grant.granted) return;
  const { credentials, account } = access;
  const session = sessionFor(app, access.platform, credentials, account, {
    before: pacedBy(app.world, grant),
  });
  const remoteIds = due.map(({ remoteId }) => remoteId);
  const seen = await stats.read(session, remoteIds);
  if (seen.length === 0 && due.length > 1)
    throw new PlatformError(
      "unexpected",
      `${displayName} mentions none of ${due.length} listings that are there.`,
    );
  await keep(app, access, now, remoteIds, seen);
  const odd = due.filter((listing) => isOdd(listing, seen)).map(({ id }) => id);
  const unchanged = sql`l.id = any(${sql.param(odd)}::int[]) and (l.checked_at is null or l.checked_at < ${now})`;
  if (odd.length > 0) await checkListings(app.db, unchanged, MOST_CHECKS, now);
}

/** As many as can be read in this time, even if each call takes its longest. */
function mostWithin({ batch, need }: Stats, leftMs: number, { timing }: App): number {
  const fits = (count: number) => (background(need(count)).background ?? 0) * timing.readMs <= leftMs;
  for (let count = batch; count > 0; count -= 1) if (fits(count)) return count;
  return 0;
}

async function dueListings(app: App, platformId: number, most: number): Promise<Due[]> {
  const found =
    await app.db.execute(sql`select l.id, l.platform_listing_id as "remoteId", l.title, l.price, l.currency,
      coalesce((l.overrides -> 'file' ->> 'size')::bigint, m.file_size) as size
    from platform_listings l join manuals m on m.id = l.manual_id
    where l.platform_id = ${platformId} and ${watched} and (l.stats_at is null or l.stats_at < ${stale(app.world.now())})
      and not exists (select 1 from listing_work w where w.listing_id = l.id)
    order by l.stats_at nulls first, l.id limit ${most}`);
  return rows(found, dueRow);
}

/** Not mentioned, gone, or on sale with something else than what was read back last. */
function isOdd({ remoteId, title, price, currency, size }: Due, seen: RemoteStats[]): boolean {
  const shown = seen.find((one) => one.remoteId === remoteId);
  if (!shown || shown.state === "gone") return true;
  if (shown.state !== "live" || price === null || currency === null) return false;
  const believed = { amount: price, currency };
  const remote = { ...shown, price: shown.price ?? believed, imageCount: null };
  return differences(remote, { title, price: believed, file: { size } }).length > 0;
}

async function keep(app: App, { row, platform }: Access, at: Date, asked: string[], seen: RemoteStats[]) {
  const missing = asked.filter((remoteId) => !seen.some((one) => one.remoteId === remoteId));
  const all = [
    ...seen.map(({ remoteId, state, views, favorites }) => ({ remoteId, state, views, favorites })),
    ...missing.map((remoteId) => ({ remoteId, state: "gone", views: null, favorites: null })),
  ];
  await app.db.execute(sql`
    with seen as (
      select * from jsonb_to_recordset(${JSON.stringify(all)}::jsonb) as x("remoteId" text, state text, views int, favorites int)
    ), changed as (
      update platform_listings l set stats_at = ${at}::timestamptz, views = coalesce(s.views, l.views),
        favorites = coalesce(s.favorites, l.favorites),
        status = case when s.state = 'live' then 'active' when s.state in ('inactive', 'draft') then 'paused' else l.status end,
        error_message = case when s.state = 'gone' then ${`${platform.displayName} no longer has this listing.`}
          when s.state in ('inactive', 'draft') then ${`It is not on sale on ${platform.displayName}`} || ' (' || s.state || ').' end
      from seen s where l.platform_id = ${row.id} and l.platform_listing_id = s."remoteId"
        and ${watched} and not exists (select 1 from listing_work w where w.listing_id = l.id)
      returning l.id, s.views
    )
    insert into listing_views (listing_id, day, views)
    select c.id, (${at}::timestamptz at time zone z.time_zone)::date, c.views from changed c cross join settings z
    where c.views is not null
    on conflict (listing_id, day) do update set views = excluded.views`);
}
