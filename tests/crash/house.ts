import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { openDb } from "@/db/client";
import { folderStorage } from "@/lib/storage";
import { seedManual, testApp } from "../support/app";
import { openMarkets } from "../support/markets";
import { startPostgres } from "../support/postgres";
import { type ProductServer, removeData, startProduct } from "../support/server";
import type { Size } from "./size";

/** Starts that may fail in a row, because the database went away under a starting server. */
const STARTS = 5;

/** Stand-ins that live on, the database, and the servers of one data folder. */
export async function openHouse(database: Size["database"]) {
  const markets = await openMarkets();
  const postgres = database === "postgres" ? await startPostgres() : null;
  const databaseUrl = postgres?.url("postgres");
  const dataDir = mkdtempSync(join(tmpdir(), "crash-"));
  const alive = new Set<ProductServer>();
  let printed = "";
  let failedStarts = 0;

  async function start(): Promise<ProductServer> {
    for (let failed = 1; ; failed += 1) {
      try {
        const server = await startProduct({ origins: markets.origins, dataDir, databaseUrl });
        alive.add(server);
        return server;
      } catch (error) {
        failedStarts += 1;
        if (failed === STARTS) throw error;
        await sleep(200);
      }
    }
  }

  async function stop(server: ProductServer, signal: NodeJS.Signals): Promise<void> {
    await server.stop(signal);
    alive.delete(server);
    printed += server.output();
  }

  /** One statement over a connection of its own, which may break like any other. */
  async function query(statement: string): Promise<void> {
    const client = new Client({ connectionString: databaseUrl });
    client.on("error", () => {});
    await client.connect();
    await client.query(statement).finally(() => client.end().catch(() => {}));
  }

  const open = () => openDb({ url: databaseUrl, dataDir, migrate: false, maxConnections: 2 });

  /** A manual that has been read already (Postgres only: nobody else may open the embedded database). */
  async function seed(title: string): Promise<void> {
    const { db, close } = await open();
    const app = await testApp(db, markets.origins, { storage: folderStorage(join(dataDir, "files")) });
    await seedManual(app, title).finally(close);
    app.remove();
  }

  return {
    markets,
    postgres,
    seed,
    start,
    stop,
    query,
    /** The rows, once no server has the embedded database open. */
    openDb: open,
    /** What all servers printed that are gone, and starts that the database's absence ended. */
    seen: () => ({ printed, failedStarts }),
    close: async () => {
      for (const server of alive) await server.stop("SIGKILL");
      await markets.close();
      await postgres?.stop();
      removeData(dataDir);
    },
  };
}

export type House = Awaited<ReturnType<typeof openHouse>>;
