import { syncNow } from "@/lib/revenue/sync-now";
import { route } from "@/lib/route";
import { syncOperation } from "@/lib/route/platforms";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const POST = route(syncOperation, ({ app, params }) => syncNow(app, params.id));
