import { revenueCsv } from "@/lib/revenue/csv";
import { raw } from "@/lib/route";
import { revenueCsvOperation } from "@/lib/route/revenue";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = raw(revenueCsvOperation, async ({ app, query }) => {
  const last = query.days === undefined ? undefined : { days: query.days, now: app.world.now() };
  return new Response(revenueCsv(app, { currency: query.currency, last }), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="revenue.csv"',
      "Cache-Control": "no-store",
    },
  });
});
