import type { z } from "zod";
import type { Stats } from "@/db/queries/stats";
import { toMajor } from "../money";
import { platformJson } from "./platforms";
import { revenueJson } from "./revenue";
import type { statsOperation } from "./workspace";

/** @param appUrl as for `platformJson`. */
export function statsJson(
  { platforms, pendingActions, total, revenue }: Stats,
  appUrl: string | null,
): z.infer<NonNullable<typeof statsOperation.answer>> {
  return {
    platforms: {
      total_platforms: platforms.length,
      active_platforms: platforms.filter(({ isActive }) => isActive).length,
      total_listings: platforms.reduce((sum, { listingCount }) => sum + listingCount, 0),
      total_revenue: toMajor({ amount: total, currency: revenue.currency }),
      currency: revenue.currency,
      platforms: platforms.map((row) => platformJson(row, appUrl)),
    },
    pending_actions: pendingActions,
    revenue: revenueJson(revenue),
  };
}
