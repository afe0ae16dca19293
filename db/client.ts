import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Db } from "./db";
import type { Handle } from "./door";
import { migrate, requireCurrent } from "./migrate";

export type { Db } from "./db";

export type Driver = "pglite" | "pg" | "neon";

export interface DbOptions {
  /** By default: no url is `pglite`, a Neon host is `neon`, anything else `pg`. */
  driver?: Driver;
  url?: string;
  /** Absolute. The embedded database lives in its folder `db`, the lock in `lock`. */
  dataDir: string;
  /** host:port of a plain WebSocket proxy in front of the database (Neon's driver only). */
  neonWsProxy?: string;
  /** False: a schema older than the code is refused instead of migrated. */
  migrate: boolean;
  /** Of the pool; the embedded database has one connection. */
  maxConnections?: number;
  /** Called with the text of each statement, transaction brackets included. */
  onStatement?: (text: string) => void;
  /** Answers commands of other processes (embedded only). */
  handle?: Handle;
}

export interface OpenedDb {
  db: Db;
  driver: Driver;
  close(): Promise<void>;
}

/**
 * Opens a database whose schema fits this code.
 * @throws AppError `conflict` when another process has the embedded database open; `unavailable` when the server
 * cannot be reached, is older than Postgres 15, or its schema is too old.
 */
export async function openDb(options: DbOptions): Promise<OpenedDb> {
  const driver = options.driver ?? driverFor(options.url);
  const { db, close } = driver === "pglite" ? await embedded(options) : await pooled(driver, options);
  try {
    if (options.migrate) await migrate(db);
    else await requireCurrent(db);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, driver, close };
}

/** The driver for a database address. */
export function driverFor(url: string | undefined): Driver {
  if (url === undefined) return "pglite";
  return /\.neon\.(tech|build)$/.test(new URL(url).hostname) ? "neon" : "pg";
}

// Imported only when chosen: a server with a database elsewhere should not load PostgreSQL in WebAssembly.
async function embedded(options: DbOptions) {
  const { openEmbedded } = await import("./embedded");
  return openEmbedded(options);
}

async function pooled(driver: "pg" | "neon", options: DbOptions) {
  if (options.url === undefined)
    throw new AppError("unavailable", `The driver ${driver} needs a DATABASE_URL.`);
  const { openPool } = await import("./pool");
  return openPool(driver, { ...options, url: options.url });
}

const slot = Symbol.for("passive-income.db");
// One per process, whatever bundle asks: a second PGlite on the same folder loses data without an error.
const shared: typeof globalThis & { [slot]?: { opening?: Promise<OpenedDb>; handle?: Handle } } = globalThis;

/** The database of this process, opened at the first call. A failed opening is not kept. @throws as openDb */
export async function getDb(): Promise<Db> {
  const place = processPlace();
  place.opening ??= openFromEnvironment();
  const { opening } = place;
  try {
    return (await opening).db;
  } catch (error) {
    if (place.opening === opening) delete place.opening;
    throw error;
  }
}

/** Closes the database of this process, if it is open, and frees its lock. */
export async function closeDb(): Promise<void> {
  const place = processPlace();
  const { opening } = place;
  delete place.opening;
  await (await opening)?.close();
}

/** Answers the commands that other processes send to the holder of the embedded database. */
export function answerCommands(handle: Handle): void {
  processPlace().handle = handle;
}

function processPlace() {
  shared[slot] ??= {};
  return shared[slot];
}

async function openFromEnvironment(): Promise<OpenedDb> {
  const e = env();
  return openDb({
    driver: e.databaseDriver,
    url: e.databaseUrl ?? undefined,
    dataDir: e.dataDir,
    neonWsProxy: e.neonWsProxy ?? undefined,
    migrate: !e.vercel,
    // Hosted functions are many; each needs few.
    maxConnections: e.vercel ? 4 : 10,
    handle: async (command) => {
      const { handle } = processPlace();
      if (!handle) throw new AppError("unavailable", "The server is still starting. Try again in a moment.");
      return handle(command);
    },
  });
}
