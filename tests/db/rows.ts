import type { manuals } from "@/db/schema/manuals";

let count = 0;

/** A manual that may be inserted, unlike any other. */
export function aManual(over: Partial<typeof manuals.$inferInsert> = {}) {
  count++;
  return {
    title: `Manual ${count}`,
    titleSource: "file",
    titleSure: true,
    currency: "USD",
    pageCount: 10,
    fileName: `manual-${count}.pdf`,
    fileKey: `manuals/${count}.pdf`,
    fileSize: 1_000,
    sha256: `sha-${process.pid}-${count}`,
    ...over,
  };
}

/** A platform under a name of its own. */
export function aPlatform() {
  count++;
  return { name: `platform-${count}`, webhookToken: `token-${count}` };
}

/** A pending listing of a manual on a platform. */
export function aListing(manualId: number, platformId: number) {
  return { manualId, platformId, naturalKey: `key-${manualId}-${platformId}`, slug: "s", title: "t" };
}
