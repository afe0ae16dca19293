import { NO_CONTENT, ok, refuse } from "@/tests/sandbox/etsy/answers";
import { type Call, query, queryIds } from "@/tests/sandbox/etsy/call";
import { PAGE_MAX } from "@/tests/sandbox/etsy/limits";
import { findListing, findOwnListing, isOwner } from "@/tests/sandbox/etsy/listings/find";
import { range } from "@/tests/sandbox/etsy/listings/range";
import { showWithAssociations } from "@/tests/sandbox/etsy/listings/show";
import type { Listing } from "@/tests/sandbox/etsy/rows";
import type { SandboxAnswer } from "@/tests/sandbox/kit/types";

const STATES = ["active", "inactive", "sold_out", "draft", "removed", "expired"];
/** Cut from the single and the batch read in July 2026, still there for the shop's list. */
const CUT_INCLUDES = ["Inventory", "Shipping"];

/** `getListing`: public for what is for sale; the rest only with the owner's token. */
export function getListing(call: Call): SandboxAnswer {
  const listing = findListing(call);
  const owner = isOwner(call);
  if (listing.state !== "active" && !owner) {
    throw refuse(404, `Could not find a Listing with listing_id = ${listing.listing_id}`);
  }
  return ok(
    showWithAssociations(call.world, listing, call.request.origin, { includes: includes(call, true), owner }),
  );
}

/** `getListingsByListingIds`: unknown ones are left out. */
export function batchListings(call: Call): SandboxAnswer {
  const owner = isOwner(call);
  const found = queryIds(call, "listing_ids", PAGE_MAX).flatMap((listingId) => {
    const listing = call.world.listings.get(listingId);
    return listing !== undefined && (owner || listing.state === "active") ? [listing] : [];
  });
  const extras = { includes: includes(call, true), owner };
  const results = found.map((one) => showWithAssociations(call.world, one, call.request.origin, extras));
  return ok({ count: results.length, results });
}

/** `getListingsByShop`: one state, `active` unless another is named, newest first. */
export function listShopListings(call: Call): SandboxAnswer {
  const state = query(call, "state") ?? "active";
  if (!STATES.includes(state)) throw refuse(400, "Invalid value for state");
  return listPage(call, state, { includes: includes(call, false), owner: true });
}

/** `findAllActiveListingsByShop`, public. */
export function listActiveListings(call: Call): SandboxAnswer {
  return listPage(call, "active", { includes: [], owner: isOwner(call) });
}

/** `deleteListing`: any state that Etsy lets go; nothing is given back. */
export function deleteListing(call: Call): SandboxAnswer {
  const listing = findOwnListing(call);
  if (listing.state === "removed") throw refuse(409, "Cannot delete a listing in this state: removed");
  call.world.listings.remove(listing.listing_id);
  return NO_CONTENT;
}

function listPage(call: Call, state: string, extras: { includes: string[]; owner: boolean }): SandboxAnswer {
  const { world } = call;
  const { limit, offset } = range(call);
  const all = world.listings.all().filter((listing) => listing.state === state && isListed(call, listing));
  all.sort((a, b) => b.created - a.created || b.listing_id - a.listing_id);
  const start = offset > 0 && world.switches().duplicate_page_items ? offset - 1 : offset;
  const results = all.slice(start, start + limit);
  return ok({
    count: all.length,
    results: results.map((listing) => showWithAssociations(world, listing, call.request.origin, extras)),
  });
}

/** A new draft shows in lists only after the lag; how long Etsy's is, is not known. */
function isListed(call: Call, listing: Listing): boolean {
  const lag = listing.state === "draft" ? call.world.switches().list_lag_ms : 0;
  return listing.created_ms + lag <= call.world.clock.now().getTime();
}

function includes(call: Call, cut: boolean): string[] {
  const names = (query(call, "includes") ?? "").split(",").filter((name) => name !== "");
  if (cut && names.some((name) => CUT_INCLUDES.includes(name)))
    throw refuse(400, "Invalid value for includes");
  return names;
}
