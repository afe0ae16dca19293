import { getApp } from "@/lib/app";
import { demoSession } from "@/lib/users/demo";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

/** Opens the demo with the link it printed. Anywhere else there is nothing here. */
export async function GET(request: Request): Promise<Response> {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  const cookie = await demoSession(await getApp(), token);
  const headers = new Headers({ "cache-control": "no-store" });
  if (cookie === null) return new Response("Not found", { status: 404, headers });
  headers.set("set-cookie", cookie);
  headers.set("location", "/passive-income");
  return new Response(null, { status: 303, headers });
}
