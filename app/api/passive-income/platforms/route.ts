import { listPlatforms } from "@/db/queries/platforms";
import { list } from "@/lib/route";
import { listPlatformsOperation, pageOfAll, platformJson } from "@/lib/route/platforms";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = list(listPlatformsOperation, async ({ app, query }) =>
  pageOfAll((await listPlatforms(app.db)).map(platformJson), query),
);
