import { summariseRevenue } from "@/db/queries/revenue";
import { route } from "@/lib/route";
import { revenueJson, revenueOperation } from "@/lib/route/revenue";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = route(revenueOperation, async ({ app, query }) =>
  revenueJson(await summariseRevenue(app.db, { ...query, now: app.world.now() })),
);
