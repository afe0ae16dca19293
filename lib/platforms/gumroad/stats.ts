import type { Session } from "../platform";
import type { RemoteStats, Stats } from "../sales";
import { listingOf } from "./mapping";
import { readProduct } from "./products";

/** Gumroad has no list by ids and reports neither views nor favourites (no v2 endpoint does). */
export const stats: Stats = { batch: 8, need: (listings) => ({ all: listings }), read };

/** Calls: one for each listing. */
async function read(session: Session, remoteIds: string[]): Promise<RemoteStats[]> {
  const found: RemoteStats[] = [];
  for (const remoteId of remoteIds) {
    const product = await readProduct(session, remoteId);
    if (!product) continue;
    const { state, title, price, files } = listingOf(product, session.origin);
    found.push({ remoteId, state, title, price, files, views: null, favorites: null });
  }
  return found;
}
