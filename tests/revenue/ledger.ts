import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";

/** Where rollups and counters differ from the sums of the ledger, reckoned here from its rows alone. Empty when true. */
export async function differences(db: Db): Promise<string[]> {
  const found = await db.execute(sql`
    with truth as (
      select (r.transaction_date at time zone s.time_zone)::date as day, r.platform_id, r.currency,
        sum(case when r.transaction_type = 'sale' then r.quantity else 0 end) as units,
        sum(case when r.transaction_type = 'sale' then r.amount else 0 end) as gross,
        sum(case when r.transaction_type = 'sale' then 0 else -r.amount end) as refunds, sum(r.fee) as fees
      from revenue r cross join settings s group by 1, 2, 3
    )
    select 'day ' || coalesce(t.day, d.day) || ' ' || coalesce(t.currency, d.currency) as what
    from truth t full join revenue_daily d on d.day = t.day and d.platform_id = t.platform_id and d.currency = t.currency
    where (t.units, t.gross, t.refunds, t.fees) is distinct from (d.units, d.gross, d.refunds, d.fees)
    union all
    select 'listing ' || l.id from platform_listings l
    where l.sales <> (select coalesce(sum(quantity), 0) from revenue r where r.listing_id = l.id and r.transaction_type = 'sale')
      or l.revenue <> (select coalesce(sum(amount - fee), 0) from revenue r where r.listing_id = l.id and r.currency = l.revenue_currency)
    union all
    select 'platform ' || p.id from platforms p
    where p.total_revenue <> (select coalesce(sum(amount - fee), 0) from revenue r
      where r.platform_id = p.id and r.currency = p.revenue_currency)`);
  return rows(found, z.object({ what: z.string() })).map(({ what }) => what);
}
