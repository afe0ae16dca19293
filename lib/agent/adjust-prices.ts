import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import type { App } from "../app";
import { reprice } from "../listings";
import { platforms } from "../platforms";
import { netFloor, stepDown } from "../pricing";
import type { Settings } from "../settings";
import { readAgenda } from "./agenda";
import { noResult, type Task, workOnListings } from "./cycle";

/** Listings looked at in one pass. */
const BATCH = 500;
/** "No sales" is only known of a platform that was read within this time. */
const KNOWN_HOURS = 24;

/**
 * Lowers prices of listings that were looked at and not bought, by at most one step in a window of evidence, never
 * below the price that leaves enough after fees; then brings the new prices to the platforms. Off by default.
 */
export const adjustPrices: Task = async (app, deadline, report, part, known) => {
  const { settings } = known ?? (await readAgenda(app, part));
  if (!settings.agentEnabled || !settings.autoPricing.enabled) return noResult();
  let planned = 0;
  for (const { id, name, price, currency, views } of await candidates(app, settings)) {
    const platform = platforms.find((one) => one.name === name);
    const floor = platform && netFloor(platform.fees, currency);
    if (!platform?.listing || !floor) continue;
    const least = Math.max(floor, platform.limits.minPrice[currency] ?? 0);
    const lower = stepDown(price, settings.autoPricing.step_percent, least);
    if (lower === null) continue;
    planned += Number(
      await reprice(app.db, { id, before: price, after: lower, currency, views, at: app.world.now() }),
    );
    if (app.world.now() >= deadline) break;
  }
  return planned === 0 ? noResult() : workOnListings(app, deadline, report);
};

const candidate = z.object({
  id: z.number(),
  name: z.string(),
  price: z.number(),
  currency: z.string(),
  views: z.number(),
});

/**
 * Live listings whose views rose enough over a whole window without a sale, and whose price stood still for it. Views
 * are differences between what was seen on two days; where they are not known, nothing is done.
 */
async function candidates(
  app: App,
  { autoPricing, timeZone }: Settings,
): Promise<z.infer<typeof candidate>[]> {
  const now = app.world.now();
  const { window_days, min_views, cooldown_days } = autoPricing;
  const found = await app.db.execute(sql`
    with day as (select (${now}::timestamptz at time zone ${timeZone})::date as today)
    select l.id, p.name, l.price, l.currency, newest.views - oldest.views as views
    from platform_listings l
    join platforms p on p.id = l.platform_id and p.is_active and p.credentials_status = 'verified'
      and p.last_sync >= ${now}::timestamptz - make_interval(hours => ${KNOWN_HOURS})
    cross join day
    join lateral (select views from listing_views v where v.listing_id = l.id and v.day >= day.today - 2
      order by v.day desc limit 1) newest on true
    join lateral (select views from listing_views v where v.listing_id = l.id and v.day <= day.today - ${window_days}::int
      order by v.day desc limit 1) oldest on true
    where l.status in ('listed', 'active') and l.price is not null and l.currency is not null
      and newest.views - oldest.views >= ${min_views}
      and not exists (select 1 from listing_work w where w.listing_id = l.id)
      and not exists (select 1 from price_changes c where c.listing_id = l.id
        and c.at > ${now}::timestamptz - make_interval(days => ${Math.max(window_days, cooldown_days)}))
      and not exists (select 1 from revenue r where r.listing_id = l.id and r.transaction_type = 'sale'
        and r.transaction_date >= ${now}::timestamptz - make_interval(days => ${window_days}))
    order by newest.views - oldest.views desc, l.id limit ${BATCH}`);
  return rows(found, candidate);
}
