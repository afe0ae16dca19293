import { showImage } from "@/tests/sandbox/etsy/listings/images";
import { showInventory } from "@/tests/sandbox/etsy/listings/inventory";
import { hasVariations, priceOf, quantityOf } from "@/tests/sandbox/etsy/listings/listing";
import { money } from "@/tests/sandbox/etsy/money/money";
import type { Listing } from "@/tests/sandbox/etsy/rows";
import { SELLER, type World } from "@/tests/sandbox/etsy/world";

/** `ShopListing`, the answer of writes: without views, images and SKUs. */
export function showListing(world: World, listing: Listing, origin: string) {
  const edit = listing.state === "inactive" && world.switches().inactive_shows_as_edit;
  return {
    listing_id: listing.listing_id,
    user_id: SELLER.user_id,
    shop_id: SELLER.shop_id,
    title: listing.title,
    description: listing.description,
    state: edit ? "edit" : listing.state,
    creation_timestamp: listing.created,
    created_timestamp: listing.created,
    ending_timestamp: listing.ending,
    original_creation_timestamp: listing.original_created,
    last_modified_timestamp: listing.updated,
    updated_timestamp: listing.updated,
    state_timestamp: listing.state_changed,
    quantity: quantityOf(listing),
    shop_section_id: listing.shop_section_id,
    featured_rank: -1,
    url: `${origin}/listing/${listing.listing_id}`,
    num_favorers: listing.favorites,
    non_taxable: !listing.is_taxable,
    is_taxable: listing.is_taxable,
    is_customizable: listing.is_customizable,
    is_personalizable: false,
    listing_type: listing.type,
    tags: listing.tags,
    materials: listing.materials,
    shipping_profile_id: listing.shipping_profile_id,
    return_policy_id: listing.return_policy_id,
    processing_min: null,
    processing_max: null,
    who_made: listing.who_made,
    when_made: listing.when_made,
    is_supply: listing.is_supply,
    item_weight: null,
    item_weight_unit: null,
    item_length: null,
    item_width: null,
    item_height: null,
    item_dimensions_unit: null,
    is_private: false,
    style: listing.styles,
    file_data: `${listing.files.length} file`,
    has_variations: hasVariations(listing),
    should_auto_renew: listing.should_auto_renew,
    language: "en-US",
    price: money(world, priceOf(listing)),
    taxonomy_id: listing.taxonomy_id,
    readiness_state_id: null,
    suggested_title: null,
  };
}

type Extras = { includes: string[]; owner: boolean };

/** `ShopListingWithAssociations`, the answer of reads; SKUs only for the owner. */
export function showWithAssociations(world: World, listing: Listing, origin: string, extras: Extras) {
  const images = [...listing.images].sort((a, b) => a.rank - b.rank);
  return {
    ...showListing(world, listing, origin),
    views: listing.views,
    skus: extras.owner ? listing.products.map((product) => product.sku).filter((sku) => sku !== "") : [],
    ...(extras.includes.includes("Images") && {
      images: images.map((placed) => showImage(world, listing.listing_id, placed, origin)),
    }),
    ...(extras.includes.includes("Inventory") && { inventory: showInventory(world, listing) }),
  };
}
