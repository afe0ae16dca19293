import { join } from "node:path";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { z } from "zod";
import { AppError, messageOf } from "@/lib/errors";
import type { Db } from "./db";
import { codeOf } from "./errors";
import journal from "./migrations/meta/_journal.json";
import { rows } from "./rows";

/** Where the generated migrations lie: commands and server run in the folder of package.json. */
export const migrationsFolder = join(/* turbopackIgnore: true */ process.cwd(), "db", "migrations");

const newest = Math.max(...journal.entries.map((entry) => entry.when));

/**
 * Brings the schema up to date in one transaction; a second process that does the same waits and finds nothing to do.
 * The book of applied migrations is the one drizzle-kit keeps (drizzle.__drizzle_migrations).
 * @returns how many migrations were applied.
 * @throws AppError `unavailable`; the schema is then as before.
 */
export async function migrate(db: Db): Promise<number> {
  if ((await lastApplied(db)) >= newest) return 0;
  try {
    return await db.transaction(applyMissing);
  } catch (error) {
    const why = messageOf(error instanceof Error ? (error.cause ?? error) : error);
    throw new AppError(
      "unavailable",
      `The database could not be brought up to date: ${why}`,
      {},
      { cause: error },
    );
  }
}

/** Refuses a schema that is older than the code. @throws AppError `unavailable` that names the command. */
export async function requireCurrent(db: Db): Promise<void> {
  if ((await lastApplied(db)) >= newest) return;
  throw new AppError("unavailable", "The database is older than this program: run npm run db:migrate.");
}

/** Any number that nobody else locks. */
const migrationLock = 4_201_337;
const applied = z.object({ last: z.number().nullable() });

async function applyMissing(tx: Db): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${migrationLock})`);
  await tx.execute(sql`create schema if not exists drizzle`);
  await tx.execute(
    sql`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
  );
  const last = await lastApplied(tx);
  const missing = readMigrationFiles({ migrationsFolder }).filter((file) => file.folderMillis > last);
  for (const file of missing) {
    for (const statement of file.sql) await tx.execute(sql.raw(statement));
    await tx.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${file.hash}, ${file.folderMillis})`,
    );
  }
  return missing.length;
}

/** When the newest applied migration was generated (ms); 0 in an empty database. */
async function lastApplied(db: Db): Promise<number> {
  try {
    const result = await db.execute(sql`select max(created_at) as last from drizzle.__drizzle_migrations`);
    return rows(result, applied)[0]?.last ?? 0;
  } catch (error) {
    const undefinedTable = "42P01";
    if (codeOf(error) === undefinedTable) return 0;
    throw error;
  }
}
