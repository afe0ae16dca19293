import { callTask } from "@/lib/qstash/call";
import { cron } from "@/lib/route";
import { cronOperation } from "@/lib/route/agent";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const GET = cron(cronOperation("GET", "adjust-prices"), ({ app, call }) =>
  callTask(app, "adjust-prices", call),
);
export const POST = cron(cronOperation("POST", "adjust-prices"), ({ app, call }) =>
  callTask(app, "adjust-prices", call),
);
