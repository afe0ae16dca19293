import { sql } from "drizzle-orm";
import { answerCommands } from "@/db/client";
import { startScheduler } from "./agent/scheduler";
import { getApp, onWake } from "./app";
import { runCommand } from "./commands";
import { env } from "./env";
import { log } from "./log";
import { endOpenRuns } from "./runs";
import { ensureOwner } from "./users/owner";
import { ensureWorkspace } from "./workspace";

/** Makes a server process ready: schema, workspace, owner, commands of other processes, schedules. */
export async function startServer(): Promise<void> {
  const e = env();
  process.env.NEXTAUTH_URL = e.appUrl; // next-auth reads it nowhere else
  const app = await getApp();
  await ensureWorkspace(app.db);
  await ensureOwner(app);
  if (e.databaseDriver === "pglite") await takeOver(app);
  answerCommands((command) => runCommand(app, command));
  if (e.scheduler === "internal")
    onWake(startScheduler(app, e.demo ? { "sync-sales": "*/15 * * * * *" } : {}).wake);
  log("ready", { driver: e.databaseDriver, scheduler: e.scheduler });
}

/** The embedded database has one server at a time: whatever was in hand when the last one stopped is free. */
async function takeOver(app: Awaited<ReturnType<typeof getApp>>): Promise<void> {
  await endOpenRuns(app);
  await app.db.execute(sql`update manuals set lease_until = null where status = 'processing'`);
  await app.db.execute(sql`update platforms set refresh_until = null, sync_until = null`);
}
