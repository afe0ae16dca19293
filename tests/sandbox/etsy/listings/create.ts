import { ok, problem, refuse } from "@/tests/sandbox/etsy/answers";
import type { Call } from "@/tests/sandbox/etsy/call";
import { readForm } from "@/tests/sandbox/etsy/forms";
import { pickImages } from "@/tests/sandbox/etsy/listings/images";
import { fourMonthsAfter } from "@/tests/sandbox/etsy/listings/listing";
import { checkPrice, checkQuantity } from "@/tests/sandbox/etsy/listings/price";
import { flag, imagesTooShort, readChanges, whole } from "@/tests/sandbox/etsy/listings/rules";
import { showListing } from "@/tests/sandbox/etsy/listings/show";
import type { Listing } from "@/tests/sandbox/etsy/rows";

const REQUIRED = ["quantity", "title", "description", "price", "who_made", "when_made", "taxonomy_id"];

/** `createDraftListing`: always a draft and free. A body that is not form-encoded reads as an empty one. */
export function createDraftListing(call: Call) {
  const { world } = call;
  const { fields } = readForm(call.request);
  const missing = REQUIRED.find((name) => !fields.has(name));
  if (missing !== undefined) throw refuse(400, `Missing required parameter: ${missing}`);
  if (world.switches().shop_incomplete || !fields.has("is_supply")) throw imagesTooShort();
  const changes = readChanges(fields, world.clock.now());
  const type = changes.type ?? "physical";
  if (type !== "download" && changes.shipping_profile_id === undefined) {
    throw problem("shipping_profile_id", "is required for physical listings");
  }
  const listing: Listing = {
    ...blank(call),
    ...changes,
    type,
    images: pickImages(world, fields, []),
    is_supply: flag(fields, "is_supply") ?? false,
    products: [
      {
        product_id: world.books.nextId("product", 21_400_000_001),
        sku: "",
        property_values: [],
        offerings: [
          {
            offering_id: world.books.nextId("offering", 31_500_000_001),
            price: checkPrice(world, Number(fields.get("price"))),
            quantity: checkQuantity(whole(fields, "quantity") ?? 0, 1),
            is_enabled: true,
            readiness_state_id: null,
          },
        ],
      },
    ],
  };
  world.listings.put(listing.listing_id, listing);
  return ok(showListing(world, listing, call.request.origin), 201);
}

function blank(call: Call): Omit<Listing, "products" | "images" | "type"> {
  const { world } = call;
  const now = world.seconds();
  return {
    listing_id: world.books.nextId("listing", 1_800_000_001),
    state: "draft",
    frozen: false,
    title: "",
    description: "",
    tags: [],
    materials: [],
    styles: [],
    who_made: "i_did",
    when_made: "made_to_order",
    is_supply: false,
    taxonomy_id: 1,
    should_auto_renew: false,
    is_taxable: true,
    is_customizable: false,
    shop_section_id: null,
    shipping_profile_id: null,
    return_policy_id: null,
    files: [],
    created: now,
    created_ms: world.clock.now().getTime(),
    original_created: now,
    updated: now,
    state_changed: now,
    ending: fourMonthsAfter(now),
    views: 0,
    views_today: 0,
    favorites: 0,
  };
}
