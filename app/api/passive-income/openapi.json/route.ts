import { openApi } from "@/lib/openapi";
import { route } from "@/lib/route";
import { openApiOperation } from "@/lib/route/workspace";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = route(openApiOperation, async () => openApi());
