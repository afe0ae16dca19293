import { listPlatforms } from "@/db/queries/platforms";
import { ownAddress } from "@/lib/env";
import { list } from "@/lib/route";
import { listPlatformsOperation, pageOfAll, platformJson } from "@/lib/route/platforms";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = list(listPlatformsOperation, async ({ app, query, isOwner }) => {
  const appUrl = isOwner ? ownAddress() : null;
  return pageOfAll(
    (await listPlatforms(app.db)).map((row) => platformJson(row, appUrl)),
    query,
  );
});
