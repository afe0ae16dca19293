import { deactivate } from "@/lib/connections/activate";
import { route } from "@/lib/route";
import { deactivateOperation } from "@/lib/route/platforms";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const POST = route(deactivateOperation, async ({ app, params }) => ({
  message: await deactivate(app, params.id),
}));
