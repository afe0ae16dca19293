import type { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { platformListings } from "@/db/schema/listings";
import { manuals } from "@/db/schema/manuals";

/** A listed manual, known at its platform by `remoteId`. @returns the listing's id. */
export async function listingOf(db: Db, platformId: number, remoteId: string): Promise<number> {
  const picture = { key: "k", size: 1, sha256: "s", width: 1, height: 1 };
  const [manual] = await db
    .insert(manuals)
    .values({
      title: `Manual of ${remoteId}`,
      titleSource: "cover",
      titleSure: true,
      status: "processed",
      rights: "own_work",
      price: 1999,
      currency: "USD",
      pageCount: 10,
      fileName: "m.pdf",
      fileKey: "manuals/m.pdf",
      fileSize: 1,
      sha256: `sha-${platformId}-${remoteId}`,
      images: { etsy: [picture], gumroad: [picture], thumbnail: picture },
    })
    .returning({ id: manuals.id });
  const [listing] = await db
    .insert(platformListings)
    .values({
      manualId: manual?.id ?? 0,
      platformId,
      naturalKey: `key-${platformId}-${remoteId}`,
      slug: "m",
      title: `Manual of ${remoteId}`,
      status: "listed",
      platformListingId: remoteId,
      price: 1999,
      currency: "USD",
    })
    .returning({ id: platformListings.id });
  return listing?.id ?? 0;
}

/** One number out of a statement. */
export async function numberOf(db: Db, statement: ReturnType<typeof sql>): Promise<number> {
  const [row] = rows(await db.execute(statement), z.object({ n: z.coerce.number() }));
  if (!row) throw new Error("no row");
  return row.n;
}
