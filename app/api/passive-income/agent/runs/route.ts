import { listRuns } from "@/db/queries/runs";
import { list } from "@/lib/route";
import { listRunsOperation, runJson } from "@/lib/route/agent";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = list(listRunsOperation, async ({ app, query }) => {
  const { rows, next } = await listRuns(app.db, { ...query, now: app.world.now() });
  return { rows: rows.map(runJson), next };
});
