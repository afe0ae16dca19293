import { configure } from "@/lib/connections/configure";
import { route } from "@/lib/route";
import { configureOperation } from "@/lib/route/platforms";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const POST = route(configureOperation, ({ app, params, body }) => configure(app, params.id, body));
