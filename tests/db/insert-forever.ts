import { openDb } from "@/db/client";
import { listingOutbox } from "@/db/schema/listings";

/** Inserts 1, 2, 3, ... and says each number once the database has acknowledged it. */
const [dataDir = "", first = "1"] = process.argv.slice(2);
const { db } = await openDb({ dataDir, migrate: true });
console.log("open");
for (let cursor = Number(first); ; cursor++) {
  await db.transaction((tx) => tx.insert(listingOutbox).values({ cursor }));
  process.stdout.write(`${cursor}\n`);
}
