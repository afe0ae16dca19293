import type { Session } from "../platform";
import type { RemoteStats, Stats } from "../sales";
import { askFor, listingId } from "./client";
import { decode, moneyOf, stateOf } from "./mapping";
import { manyStats } from "./schemas";

export const stats: Stats = { batch: 100, need: () => ({ all: 1 }), read };

/** Calls: one. Whether Etsy leaves out listings that are not active is not written anywhere. */
async function read(session: Session, remoteIds: string[]): Promise<RemoteStats[]> {
  const path = `/listings/batch?listing_ids=${remoteIds.map(listingId).join(",")}`;
  const request = { method: "GET" as const, path, timeoutMs: session.timing.readMs };
  const { results } = await askFor(session, request, 200, manyStats);
  return results.map(({ listing_id, state, title, price, views, num_favorers }) => ({
    remoteId: String(listing_id),
    state: stateOf(state),
    title: decode(title),
    price: price ? moneyOf(price) : null,
    files: null,
    // 0 may mean "not known" (the reference of getListing says so).
    views: views || null,
    favorites: num_favorers ?? null,
  }));
}
