import { changeManual } from "@/lib/manuals/edit";
import { route } from "@/lib/route";
import { oneManual } from "@/lib/route/found";
import { changeManualOperation, getManualOperation, manualJson } from "@/lib/route/manuals";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = route(getManualOperation, async ({ app, params }) =>
  manualJson(await oneManual(app, params.id)),
);

export const PATCH = route(changeManualOperation, async ({ app, params, body }) => {
  await changeManual(app, params.id, body);
  return manualJson(await oneManual(app, params.id));
});
