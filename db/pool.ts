import { Pool as NeonPool, neonConfig } from "@neondatabase/serverless";
import { sql } from "drizzle-orm";
import { drizzle as drizzleNeon } from "drizzle-orm/neon-serverless";
import { drizzle as drizzlePg } from "drizzle-orm/node-postgres";
import { Pool as PgPool } from "pg";
import { WebSocket } from "ws";
import { z } from "zod";
import { AppError, messageOf } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Db } from "./db";
import { type PoolClient, prepareClient } from "./pool-client";
import { rows } from "./rows";

export interface PoolOptions {
  url: string;
  neonWsProxy?: string;
  maxConnections?: number;
  onStatement?: (text: string) => void;
}

/** A pool of connections to a Postgres server. @throws AppError `unavailable` when it cannot be used. */
export async function openPool(
  driver: "pg" | "neon",
  options: PoolOptions,
): Promise<{ db: Db; close(): Promise<void> }> {
  // No start-up parameters: poolers such as PgBouncer, which Neon has in front, refuse them.
  const config = {
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  };
  // What others call this too: a PgBouncer before 1.21 in front, which knows no prepared statements.
  const plansOnce = new URL(options.url).searchParams.get("pgbouncer") !== "true";
  const { db, pool } = driver === "pg" ? nodePostgres(config) : neon(config, options.neonWsProxy);
  pool.on("connect", (client: PoolClient) =>
    prepareClient(client, { lost, onStatement: options.onStatement, plansOnce }),
  );
  // Without a listener a connection that breaks while idle ends the process. Its client reports it.
  pool.on("error", () => {});
  const lost = (error: Error) => {
    if (!pool.ending) log("database connection lost", { message: error.message });
  };
  try {
    await requireVersion(db);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return { db, close: () => pool.end() };
}

type Config = { connectionString: string; max: number; connectionTimeoutMillis: number; keepAlive: boolean };

function nodePostgres(config: Config) {
  const pool = new PgPool(config);
  return { db: drizzlePg({ client: pool }), pool };
}

function neon(config: Config, proxy: string | undefined) {
  // Node 20 has no WebSocket of its own.
  neonConfig.webSocketConstructor = WebSocket;
  if (proxy !== undefined) {
    // The way of https://github.com/neondatabase/wsproxy: plain, and without guessing the authentication.
    neonConfig.wsProxy = (host, port) => `${proxy}/v1?address=${host}:${port}`;
    neonConfig.useSecureWebSocket = false;
    neonConfig.pipelineConnect = false;
    neonConfig.pipelineTLS = false;
  }
  const pool = new NeonPool(config);
  return { db: drizzleNeon({ client: pool }), pool };
}

const oldest = 15;

async function requireVersion(db: Db): Promise<void> {
  let major: number;
  try {
    const result = await db.execute(sql`select current_setting('server_version_num')::int / 10000 as major`);
    major = rows(result, z.object({ major: z.number() }))[0]?.major ?? 0;
  } catch (error) {
    const why = messageOf(error instanceof Error ? (error.cause ?? error) : error);
    throw new AppError("unavailable", `The database does not answer: ${why}`, {}, { cause: error });
  }
  refuseOld(major);
}

/** @throws AppError `unavailable` for a server older than this program was made for. */
export function refuseOld(major: number): void {
  if (major >= oldest) return;
  throw new AppError("unavailable", `The database is Postgres ${major}; ${oldest} or newer is needed.`);
}
