import { openDb } from "@/db/client";
import { askHolder } from "@/db/lock";
import { appOn } from "@/lib/app";
import { runCommand } from "@/lib/commands";
import { env } from "@/lib/env";
import { ensureWorkspace } from "@/lib/workspace";

/** Runs a command in the server that holds the embedded database, or here, on a connection of its own. */
export async function ask(name: string): Promise<unknown> {
  const e = env();
  const command = { name, args: {} };
  if (e.databaseDriver === "pglite") {
    const reply = await askHolder(e.dataDir, command);
    if (reply !== null) return reply;
  }
  const { db, close } = await openHere();
  try {
    await ensureWorkspace(db);
    return await runCommand(appOn(db), command);
  } finally {
    await close();
  }
}

/** The database of the environment, brought up to this code's schema. */
export function openHere() {
  const e = env();
  return openDb({
    driver: e.databaseDriver,
    url: e.databaseUrl ?? undefined,
    dataDir: e.dataDir,
    neonWsProxy: e.neonWsProxy ?? undefined,
    migrate: true,
    maxConnections: 1,
  });
}
