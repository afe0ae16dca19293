import { closeDb } from "@/db/client";
import { askHolder } from "@/db/lock";
import { getApp } from "@/lib/app";
import { runCommand } from "@/lib/commands";
import { env } from "@/lib/env";
import { ensureWorkspace } from "@/lib/workspace";

/** Runs a command in the server that holds the embedded database, or here when none does. */
export async function ask(name: string): Promise<unknown> {
  const command = { name, args: {} };
  const e = env();
  if (e.databaseDriver === "pglite") {
    const reply = await askHolder(e.dataDir, command);
    if (reply !== null) return reply;
  }
  const app = await getApp();
  await ensureWorkspace(app.db);
  try {
    return await runCommand(app, command);
  } finally {
    await closeDb();
  }
}
