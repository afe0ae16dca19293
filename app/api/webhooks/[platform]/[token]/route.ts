import { after } from "next/server";
import { log } from "@/lib/log";
import { bookEvents, receiveEvent } from "@/lib/revenue/webhook";
import { route } from "@/lib/route";
import { readText } from "@/lib/route/input";
import { webhookOperation } from "@/lib/route/webhooks";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const POST = route(webhookOperation, async ({ app, request, params }) => {
  const { stored } = await receiveEvent(app, { ...params, body: await readText(request) });
  if (stored) after(() => bookEvents(app).catch((error) => log("booking_failed", { error })));
  return { received: true as const };
});
