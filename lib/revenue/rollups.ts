import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { dailySums } from "./book";

/**
 * Makes the sums by day anew from the ledger, in the time zone that the settings name now. Bookings wait meanwhile.
 * Call it within a transaction.
 */
export async function rebuildDaily(tx: Db): Promise<void> {
  await tx.execute(sql`select id from platforms order by id for no key update`);
  await tx.execute(sql`delete from revenue_daily`);
  await tx.execute(sql`insert into revenue_daily (day, platform_id, currency, units, gross, refunds, fees, estimated)
    ${dailySums(sql`revenue f cross join settings g`, null)}`);
}
