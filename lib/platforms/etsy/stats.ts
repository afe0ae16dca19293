import type { Session } from "../platform";
import type { RemoteStats, Stats } from "../sales";
import { askFor, listingId } from "./client";
import { stateOf } from "./mapping";
import { manyStats } from "./schemas";

export const stats: Stats = { batch: 100, need: () => ({ all: 1 }), read };

/** Calls: one. Listings that Etsy leaves out do not exist any more. */
async function read(session: Session, remoteIds: string[]): Promise<RemoteStats[]> {
  const path = `/listings/batch?listing_ids=${remoteIds.map(listingId).join(",")}`;
  const request = { method: "GET" as const, path, timeoutMs: session.timing.readMs };
  const { results } = await askFor(session, request, 200, manyStats);
  return results.map(({ listing_id, state, views, num_favorers }) => ({
    remoteId: String(listing_id),
    state: stateOf(state),
    // 0 may mean "not known" (the reference of getListing says so).
    views: views || null,
    favorites: num_favorers ?? null,
  }));
}
