import { runTask } from "@/lib/agent/tasks";
import { route } from "@/lib/route";
import { cronOperation } from "@/lib/route/agent";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const GET = route(cronOperation("GET", "sync-sales"), ({ app }) => runTask(app, "sync-sales"));
export const POST = route(cronOperation("POST", "sync-sales"), ({ app }) => runTask(app, "sync-sales"));
