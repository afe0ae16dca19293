import { openDb } from "@/db/client";
import { askHolder } from "@/db/lock";
import { type App, appOn } from "@/lib/app";
import { runCommand } from "@/lib/commands";
import { env } from "@/lib/env";
import { ensureWorkspace } from "@/lib/workspace";

/** Where commands are run: in the server that holds the embedded database, or here, on a connection of our own. */
export interface Commands {
  /** @throws AppError as the command throws it, wherever it ran; `unavailable` when the server does not answer. */
  run(name: string, args?: unknown): Promise<unknown>;
  /** The app of the commands that ran here; null when none did. */
  here(): App | null;
  close(): Promise<void>;
}

/** Runs one command. @throws as Commands.run */
export async function ask(name: string, args: unknown = {}): Promise<unknown> {
  const commands = openCommands();
  try {
    return await commands.run(name, args);
  } finally {
    await commands.close();
  }
}

/** For several commands. The database is opened at the first one that nobody else can run, and kept open until closed. */
export function openCommands(): Commands {
  const e = env();
  let own: { app: App; close(): Promise<void> } | null = null;
  return {
    async run(name, args = {}) {
      const command = { name, args };
      if (own === null && e.databaseDriver === "pglite") {
        const reply = await askHolder(e.dataDir, command);
        if (reply !== null) return reply;
      }
      own ??= await openApp();
      return runCommand(own.app, command);
    },
    here: () => own?.app ?? null,
    close: async () => own?.close(),
  };
}

async function openApp() {
  const { db, close } = await openHere();
  try {
    await ensureWorkspace(db);
    return { app: appOn(db), close };
  } catch (error) {
    await close();
    throw error;
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
