import { route } from "@/lib/route";
import { actionJson, getActionOperation } from "@/lib/route/actions";
import { oneAction } from "@/lib/route/found";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = route(getActionOperation, async ({ app, params }) =>
  actionJson(await oneAction(app, params.id)),
);
