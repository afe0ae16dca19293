import { after } from "next/server";
import { runRequested } from "@/lib/agent/tasks";
import { log } from "@/lib/log";
import { route } from "@/lib/route";
import { startRunOperation } from "@/lib/route/agent";
import { requestRun } from "@/lib/runs";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const POST = route(startRunOperation, async ({ app }) => {
  const { id, started } = await requestRun(app);
  if (started) {
    after(() => runRequested(app, id).catch((error) => log("run_failed", { run: id, error })));
  }
  const message = started
    ? "The agent is at work."
    : "The agent is at work already and goes round once more.";
  return { message, run_id: id };
});
