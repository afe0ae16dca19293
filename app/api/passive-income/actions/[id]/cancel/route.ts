import { cancelAction } from "@/lib/action-queue/leave";
import { route } from "@/lib/route";
import { cancelActionOperation } from "@/lib/route/actions";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const POST = route(cancelActionOperation, ({ app, params, who }) => cancelAction(app, params.id, who));
