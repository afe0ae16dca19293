import { route } from "@/lib/route";
import { getRunOperation, runJson } from "@/lib/route/agent";
import { oneRun } from "@/lib/route/found";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = route(getRunOperation, async ({ app, params }) => runJson(await oneRun(app, params.id)));
