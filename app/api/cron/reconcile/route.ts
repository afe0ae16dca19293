import { runTask } from "@/lib/agent/tasks";
import { route } from "@/lib/route";
import { cronOperation } from "@/lib/route/agent";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const GET = route(cronOperation("GET", "reconcile"), ({ app }) => runTask(app, "reconcile"));
export const POST = route(cronOperation("POST", "reconcile"), ({ app }) => runTask(app, "reconcile"));
