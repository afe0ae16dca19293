import { openDb } from "@/db/client";
import { env } from "@/lib/env";
import { messageOf } from "@/lib/errors";

/** `npm run db:migrate`: brings the database up to this code's schema. */
async function migrateDatabase(): Promise<void> {
  const e = env();
  const { close, driver } = await openDb({
    driver: e.databaseDriver,
    url: e.databaseUrl ?? undefined,
    dataDir: e.dataDir,
    neonWsProxy: e.neonWsProxy ?? undefined,
    migrate: true,
  });
  await close();
  console.log(`The database (${driver}) has this version's schema.`);
}

migrateDatabase().catch((error) => {
  console.error(messageOf(error));
  process.exit(1);
});
