import { priceOf, quantityOf } from "@/tests/sandbox/etsy/listings/listing";
import type { Listing } from "@/tests/sandbox/etsy/rows";
import { SELLER, type World } from "@/tests/sandbox/etsy/world";

/** `GET /__control/books`: everything a test may want to count. Money is integer minor units of `shop.currency`. */
export function viewBooks(world: World, origin: string) {
  const listings = world.listings.all().map((listing) => viewListing(world, listing, origin));
  const ledger = world.ledger.all();
  return {
    shop: { ...SELLER, currency: world.switches().currency },
    listings,
    drafts: listings.filter((listing) => listing.state === "draft").length,
    /** One ledger line of 0.20 for each publication; renewals are in `renewals`. */
    publications: ledger.filter((entry) => entry.ledger_type === "listing"),
    renewals: ledger.filter((entry) => /^(auto_)?renew_/.test(entry.ledger_type)),
    receipts: world.receipts.all(),
    ledger,
    webhooks: world.webhooks.all(),
    violations: world.violations.all(),
    ignored: world.ignored.all(),
    switches: world.switches(),
  };
}

function viewListing(world: World, listing: Listing, origin: string) {
  return {
    listing_id: listing.listing_id,
    state: listing.state,
    listing_type: listing.type,
    title: listing.title,
    description: listing.description,
    tags: listing.tags,
    price: priceOf(listing),
    quantity: quantityOf(listing),
    taxonomy_id: listing.taxonomy_id,
    should_auto_renew: listing.should_auto_renew,
    skus: listing.products.map((product) => product.sku).filter((sku) => sku !== ""),
    files: listing.files.map(({ listing_file_id, rank }) => {
      const file = world.files.get(listing_file_id);
      return { listing_file_id, rank, name: file?.name, size: file?.size, sha256: file?.sha256 };
    }),
    images: listing.images.map(({ listing_image_id, rank, alt_text }) => {
      const image = world.images.get(listing_image_id);
      return { listing_image_id, rank, alt_text, size: image?.size, sha256: image?.sha256 };
    }),
    views: listing.views,
    favorites: listing.favorites,
    url: `${origin}/listing/${listing.listing_id}`,
    created: listing.original_created,
    ending: listing.ending,
  };
}
