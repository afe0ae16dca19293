import { refuse } from "@/tests/sandbox/etsy/answers";
import { type Call, id } from "@/tests/sandbox/etsy/call";
import type { Listing } from "@/tests/sandbox/etsy/rows";
import { SELLER } from "@/tests/sandbox/etsy/world";

/** The listing of the path; 404 when there is none. The wording is not known from Etsy. */
export function findListing(call: Call): Readonly<Listing> {
  const listingId = id(call, "listing_id");
  const listing = call.world.listings.get(listingId);
  if (listing === undefined) throw refuse(404, `Could not find a Listing with listing_id = ${listingId}`);
  return listing;
}

/** The same for operations whose path has no shop: the token must be the seller's. */
export function findOwnListing(call: Call): Readonly<Listing> {
  if (!isOwner(call)) throw refuse(403, `User does not own Shop ${SELLER.shop_id}`);
  return findListing(call);
}

export function isOwner(call: Call): boolean {
  return call.token?.user_id === SELLER.user_id;
}

/** Keeps a changed listing with its new modification time. */
export function saveListing(call: Call, listing: Listing): Listing {
  const saved = { ...listing, updated: call.world.seconds() };
  call.world.listings.put(saved.listing_id, saved);
  return saved;
}
