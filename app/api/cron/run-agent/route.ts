import { callTask } from "@/lib/qstash/call";
import { cron } from "@/lib/route";
import { cronOperation } from "@/lib/route/agent";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const GET = cron(cronOperation("GET", "run-agent"), ({ app, call }) =>
  callTask(app, "run-agent", call),
);
export const POST = cron(cronOperation("POST", "run-agent"), ({ app, call }) =>
  callTask(app, "run-agent", call),
);
