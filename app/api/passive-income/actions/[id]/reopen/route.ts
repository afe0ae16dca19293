import { reopenAction } from "@/lib/action-queue/leave";
import { route } from "@/lib/route";
import { reopenOperation } from "@/lib/route/actions";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const POST = route(reopenOperation, ({ app, params }) => reopenAction(app, params.id));
