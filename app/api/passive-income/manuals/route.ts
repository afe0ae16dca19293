import { listManuals } from "@/db/queries/manuals";
import { addManual } from "@/lib/manuals/add";
import { list, upload } from "@/lib/route";
import { oneManual } from "@/lib/route/found";
import { addManualOperation, listManualsOperation, manualJson } from "@/lib/route/manuals";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const GET = list(listManualsOperation, async ({ app, query }) => {
  const { rows, next } = await listManuals(app.db, query);
  return { rows: rows.map(manualJson), next };
});

export const POST = upload(addManualOperation, async ({ app, file, body }) =>
  manualJson(await oneManual(app, await addManual(app, file, body))),
);
