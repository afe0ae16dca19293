import { readStats } from "@/db/queries/stats";
import { ownAddress } from "@/lib/env";
import { route } from "@/lib/route";
import { statsJson } from "@/lib/route/stats";
import { statsOperation } from "@/lib/route/workspace";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = route(statsOperation, async ({ app, isOwner }) =>
  statsJson(await readStats(app.db, app.world.now()), isOwner ? ownAddress() : null),
);
