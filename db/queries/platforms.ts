import { eq, getTableColumns, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { platformListings } from "@/db/schema/listings";
import { platforms } from "@/db/schema/platforms";
import { settings } from "@/db/schema/workspace";
import { platforms as registry } from "@/lib/platforms";
import type { CredentialField, Platform } from "@/lib/platforms/platform";

type Stored = Omit<typeof platforms.$inferSelect, "credentials" | "candidate" | "credentialHints">;

/** A platform: the registry's facts, our connection to it, and how many listings it has. No secret is read. */
export interface PlatformRow extends Stored {
  displayName: string;
  platformType: Platform["platformType"];
  isFree: boolean;
  homepage: string;
  publishCost: string | null;
  notice: string | null;
  supportsApiListing: boolean;
  supportsSync: boolean;
  /** How to set up its webhook; null where it sends none. */
  webhookSetUp: string | null;
  supportsDigitalDownloads: boolean;
  /** The contract's three facts, and what a form needs to ask for a value. */
  credentialFields: (CredentialField & { set: boolean; last4: string | null })[];
  /** Listings that are or were live there. */
  listingCount: number;
  /** Currency of `totalRevenue`. */
  currency: string;
  /** Values were given that no call has checked yet. */
  hasCandidate: boolean;
  live: number;
  waiting: number;
  needsYou: number;
  failed: number;
}

/** Every platform of the registry that has a row, in the registry's order. Revenue in minor units. */
export async function listPlatforms(db: Db): Promise<PlatformRow[]> {
  const rows = await selectPlatforms(db);
  return registry.flatMap((platform) => {
    const row = rows.find(({ name }) => name === platform.name);
    return row ? [platformRow(platform, row)] : [];
  });
}

/** One platform by its name; null when it is not in the registry or has no row. */
export async function getPlatform(db: Db, name: string): Promise<PlatformRow | null> {
  const platform = registry.find((one) => one.name === name);
  if (!platform) return null;
  const [row] = await selectPlatforms(db).where(eq(platforms.name, name));
  return row ? platformRow(platform, row) : null;
}

function selectPlatforms(db: Db) {
  const { credentials: _credentials, candidate, ...columns } = getTableColumns(platforms);
  const counts = db
    .select({
      platformId: platformListings.platformId,
      live: countOf("listed", "active").as("live"),
      waiting: countOf("pending").as("waiting"),
      needsYou: countOf("action_required").as("needs_you"),
      failed: countOf("error").as("failed"),
    })
    .from(platformListings)
    .groupBy(platformListings.platformId)
    .as("counts");
  return db
    .select({
      ...columns,
      hasCandidate: sql<boolean>`${candidate} is not null`,
      // A sync whose lease has ended is nobody's any more.
      syncStatus: sql<string>`case when ${platforms.syncStatus} = 'syncing' and coalesce(${platforms.syncUntil} <= now(), true)
        then case when ${platforms.lastSync} is null then 'never_synced' else 'synced' end else ${platforms.syncStatus} end`,
      workspaceCurrency: settings.currency,
      live: counts.live,
      waiting: counts.waiting,
      needsYou: counts.needsYou,
      failed: counts.failed,
    })
    .from(platforms)
    .leftJoin(counts, eq(counts.platformId, platforms.id))
    .leftJoin(settings, eq(settings.id, 1))
    .$dynamic();
}

function countOf(...statuses: string[]) {
  const values = sql.join(
    statuses.map((status) => sql`${status}`),
    sql`, `,
  );
  return sql<number>`(count(*) filter (where ${platformListings.status} in (${values})))::int`;
}

function platformRow(
  platform: Platform,
  row: Awaited<ReturnType<typeof selectPlatforms>>[number],
): PlatformRow {
  const { credentialHints, workspaceCurrency, ...stored } = row;
  const fields = platform.access.kind === "token" ? platform.access.fields : [];
  return {
    ...stored,
    displayName: platform.displayName,
    platformType: platform.platformType,
    isFree: platform.isFree,
    homepage: platform.homepage,
    publishCost: platform.publishCost,
    notice: platform.notice,
    supportsApiListing: platform.listing !== undefined,
    supportsSync: platform.sales !== undefined,
    webhookSetUp: platform.webhook?.setUp ?? null,
    supportsDigitalDownloads: true,
    credentialFields: fields.map((field) => {
      const hint = credentialHints.find(({ name }) => name === field.name);
      return { ...field, set: hint !== undefined, last4: hint?.last4 ?? null };
    }),
    listingCount: row.live ?? 0,
    currency: row.revenueCurrency ?? (row.account?.currency || workspaceCurrency) ?? "USD",
    live: row.live ?? 0,
    waiting: row.waiting ?? 0,
    needsYou: row.needsYou ?? 0,
    failed: row.failed ?? 0,
  };
}
