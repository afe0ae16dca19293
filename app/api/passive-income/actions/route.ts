import { listActions } from "@/db/queries/actions";
import { list } from "@/lib/route";
import { actionJson, listActionsOperation } from "@/lib/route/actions";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = list(listActionsOperation, async ({ app, query }) => {
  const { rows, next } = await listActions(app.db, query);
  return { rows: rows.map(actionJson), next };
});
