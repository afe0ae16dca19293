import { activate } from "@/lib/connections/activate";
import { route } from "@/lib/route";
import { activateOperation } from "@/lib/route/platforms";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const POST = route(activateOperation, async ({ app, params }) => ({
  message: await activate(app, params.id),
}));
