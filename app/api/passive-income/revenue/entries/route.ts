import { listEntries } from "@/db/queries/revenue";
import { list } from "@/lib/route";
import { entryJson, listEntriesOperation } from "@/lib/route/revenue";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = list(listEntriesOperation, async ({ app, query }) => {
  const { rows, next } = await listEntries(app.db, {
    limit: query.limit,
    cursor: query.cursor,
    platformId: query.platform_id,
    listingId: query.listing_id,
    type: query.type,
  });
  return { rows: rows.map(entryJson), next };
});
