import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { listingWork, platformListings } from "@/db/schema/listings";
import { manuals } from "@/db/schema/manuals";
import { platforms } from "@/lib/platforms";
import { ensureWorkspace } from "@/lib/workspace";
import { factsOf } from "../simulation/facts";

/** A workspace whose platforms are all verified and switched on; nothing in it yet. Repeatable. */
export async function emptyWorkspace(db: Db): Promise<void> {
  const tables = [
    "action_queue",
    "listing_steps",
    "listing_work",
    "listing_outbox",
    "price_changes",
    "platform_listings",
  ];
  for (const table of [...tables, "manuals"]) await db.execute(sql.raw(`delete from ${table}`));
  await ensureWorkspace(db);
  await db.execute(
    sql`update quotas set started = 'epoch', used = 0, cap = case seconds when 0 then 5 else 5000 end`,
  );
  await db.execute(sql`update settings set workspace_key = 'ws', agent_enabled = true`);
  await db.execute(sql`update platforms set is_active = true, credentials = 'sealed', credentials_status = 'verified',
    list_by_hand = false, price_factor = null, connection_error = null`);
}

/** The id of a platform of the registry. */
export function idOf(name: string): number {
  return platforms.findIndex((platform) => platform.name === name) + 1;
}

type Columns<T extends { $inferInsert: object }> = Partial<T["$inferInsert"]>;

/** Manual `id` of the simulation, processed. */
export async function aManual(db: Db, id: number, change: Columns<typeof manuals> = {}): Promise<void> {
  const { manual } = factsOf(id);
  await db.insert(manuals).values({
    ...manual,
    titleSource: "cover",
    titleSure: true,
    status: "processed",
    fileKey: manual.file.key,
    fileSize: manual.file.size,
    sha256: `f${id}`,
    ...change,
  });
}

/** A listing of manual `id` under the same id, and its work when `due` says since when there is some. */
export async function aListing(
  db: Db,
  id: number,
  platformId: number,
  change: Columns<typeof platformListings> = {},
  work?: Columns<typeof listingWork> & { due: Date },
): Promise<void> {
  await aManual(db, id);
  const values = { id, manualId: id, platformId, naturalKey: `ws-${id}-${platformId}`, slug: `m-${id}` };
  await db.insert(platformListings).values({ ...values, title: `Manual ${id}`, ...change });
  if (work) await db.insert(listingWork).values({ listingId: id, platformId, ...work });
}
