import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import type { App } from "../app";
import { log } from "../log";
import { platforms } from "../platforms";
import { syncPlatform } from "../revenue/sync";
import { bookEvents } from "../revenue/webhook";
import { readSettings } from "../settings";
import { type CycleResult, noResult, type Part } from "./cycle";

/** Books what webhooks brought, and reads the sales of every connected platform, all at once: a slow one delays no other. */
export async function syncSales(app: App, deadline: Date, part?: Part): Promise<CycleResult> {
  const { counts, problems } = noResult();
  const { agentEnabled } = await readSettings(app.db);
  if (!agentEnabled) return noResult();
  if (!part) for (const sold of (await bookEvents(app)).values()) counts.synced += sold;
  const able = platforms
    .filter(({ name, sales }) => sales !== undefined && (part === undefined || part === name))
    .map(({ name }) => name);
  const connected = rows(
    await app.db.execute(sql`select id, name from platforms
      where credentials_status = 'verified' and name = any(${sql.param(able)}::text[]) order by id`),
    z.object({ id: z.number(), name: z.string() }),
  );
  let more = false;
  await Promise.all(
    connected.map(async ({ id, name }) => {
      try {
        const result = await syncPlatform(app, id, deadline);
        counts.synced += result.sold;
        more ||= result.more;
        if (result.problem !== null) problems.push(`${displayName(name)}: ${result.problem}`);
      } catch (error) {
        log("sync_broke", { platform: name, error });
        problems.push(`The sync of ${displayName(name)} broke off on our side.`);
      }
    }),
  );
  return { counts, problems, more };
}

function displayName(name: string): string {
  return platforms.find((platform) => platform.name === name)?.displayName ?? name;
}
