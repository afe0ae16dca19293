import { requireHealth } from "@/lib/health";
import { route } from "@/lib/route";
import { healthOperation } from "@/lib/route/workspace";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = route(healthOperation, async ({ app }) => {
  await requireHealth(app);
  return { status: "ok" as const, time: app.world.now().toISOString() };
});
