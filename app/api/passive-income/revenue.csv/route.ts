import { revenueCsv } from "@/lib/revenue/csv";
import { raw } from "@/lib/route";
import { revenueCsvOperation } from "@/lib/route/revenue";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = raw(revenueCsvOperation, async ({ app, query }) => {
  const since = query.days && new Date(app.world.now().getTime() - query.days * 86_400_000);
  return new Response(revenueCsv(app, { currency: query.currency, since: since || undefined }), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="revenue.csv"',
      "Cache-Control": "no-store",
    },
  });
});
