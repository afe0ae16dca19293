import { problem, refuse } from "@/tests/sandbox/etsy/answers";
import { fourMonthsAfter, withQuantity } from "@/tests/sandbox/etsy/listings/listing";
import { imagesTooShort } from "@/tests/sandbox/etsy/listings/rules";
import { chargeListing } from "@/tests/sandbox/etsy/money/ledger";
import type { Listing } from "@/tests/sandbox/etsy/rows";
import type { World } from "@/tests/sandbox/etsy/world";

/** Puts a listing up for sale and charges for it where Etsy does. Returns the listing, does not keep it. */
export function activate(world: World, listing: Listing): Listing {
  // Whether a second activation costs anything is not known; here it changes nothing.
  if (listing.state === "active") return listing;
  if (listing.frozen) throw refuse(400, "This listing is not publishable because it's frozen");
  if (listing.state === "removed") {
    const { state, listing_id, ending } = listing;
    const detail = `state = ${state}, listing_id = ${listing_id}, ending_tsz = ${ending}`;
    throw refuse(400, `Cannot activate a listing in this state: ${detail}`);
  }
  checkComplete(listing);
  switch (listing.state) {
    case "draft":
      chargeListing(world, listing.listing_id, "listing");
      return goLive(world, { ...listing, original_created: world.seconds() });
    case "sold_out":
      chargeListing(world, listing.listing_id, "renew_sold");
      return goLive(world, withQuantity(listing, 1));
    case "expired":
      chargeListing(world, listing.listing_id, "renew_expired");
      return goLive(world, listing);
    case "inactive":
      if (listing.ending > world.seconds())
        return { ...listing, state: "active", state_changed: world.seconds() };
      chargeListing(world, listing.listing_id, "renew_expired");
      return goLive(world, listing);
  }
}

/** Only what is or was for sale can be inactive; a draft stays a draft. The wording is not known from Etsy. */
export function deactivate(world: World, listing: Listing): Listing {
  if (listing.state === "inactive") return listing;
  if (listing.state !== "active")
    throw refuse(400, `Cannot deactivate a listing in this state: ${listing.state}`);
  return { ...listing, state: "inactive", state_changed: world.seconds() };
}

/** Renews a listing for four months: `creation_timestamp` moves, the original one does not. */
export function renew(world: World, listing: Listing, ledger_type: string): Listing {
  chargeListing(world, listing.listing_id, ledger_type);
  return { ...listing, created: world.seconds(), ending: fourMonthsAfter(world.seconds()) };
}

function checkComplete(listing: Listing): void {
  if (listing.images.length === 0) throw imagesTooShort();
  if (listing.type !== "physical" && listing.when_made !== "made_to_order" && listing.files.length === 0) {
    throw refuse(
      400,
      "This digital listing cannot be activated. Please upload a file or associate an existing file to download with this listing.",
    );
  }
  if (listing.type !== "download" && listing.shipping_profile_id === null) {
    throw problem("shipping_profile_id", "is required for physical listings");
  }
  if (listing.type !== "download" && listing.return_policy_id === null) {
    throw problem("return/policy", "cannot be null");
  }
}

function goLive(world: World, listing: Listing): Listing {
  const now = world.seconds();
  return { ...listing, state: "active", state_changed: now, created: now, ending: fourMonthsAfter(now) };
}
