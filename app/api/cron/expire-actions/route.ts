import { runTask } from "@/lib/agent/tasks";
import { route } from "@/lib/route";
import { cronOperation } from "@/lib/route/agent";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const GET = route(cronOperation("GET", "expire-actions"), ({ app }) => runTask(app, "expire-actions"));
export const POST = route(cronOperation("POST", "expire-actions"), ({ app }) =>
  runTask(app, "expire-actions"),
);
