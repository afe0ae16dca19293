import { callTask } from "@/lib/qstash/call";
import { cron } from "@/lib/route";
import { cronOperation } from "@/lib/route/agent";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const GET = cron(cronOperation("GET", "auto-list"), ({ app, call }) =>
  callTask(app, "auto-list", call),
);
export const POST = cron(cronOperation("POST", "auto-list"), ({ app, call }) =>
  callTask(app, "auto-list", call),
);
