import { route } from "@/lib/route";
import { changeSettingsOperation, getSettingsOperation } from "@/lib/route/workspace";
import { changeSettings, readSettings, settingsJson } from "@/lib/settings";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = route(getSettingsOperation, async ({ app }) => settingsJson(await readSettings(app.db)));

export const PATCH = route(changeSettingsOperation, async ({ app, body }) => {
  const settings = await changeSettings(app.db, body);
  app.wake();
  return settingsJson(settings);
});
