import { listListings } from "@/db/queries/listings";
import { list } from "@/lib/route";
import { listingJson, listListingsOperation } from "@/lib/route/listings";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = list(listListingsOperation, async ({ app, query }) => {
  const { rows, next } = await listListings(app.db, {
    limit: query.limit,
    cursor: query.cursor,
    statuses: query.status && [query.status],
    platformId: query.platform_id,
    manualId: query.manual_id,
    q: query.q,
  });
  return { rows: rows.map(listingJson), next };
});
