import { ok, refuse } from "@/tests/sandbox/etsy/answers";
import type { Call } from "@/tests/sandbox/etsy/call";
import { readForm } from "@/tests/sandbox/etsy/forms";
import { findListing, saveListing } from "@/tests/sandbox/etsy/listings/find";
import { pickImages } from "@/tests/sandbox/etsy/listings/images";
import { hasVariations } from "@/tests/sandbox/etsy/listings/listing";
import { activate, deactivate } from "@/tests/sandbox/etsy/listings/publish";
import { readChanges } from "@/tests/sandbox/etsy/listings/rules";
import { showListing } from "@/tests/sandbox/etsy/listings/show";
import type { Listing } from "@/tests/sandbox/etsy/rows";

/** `updateListing`: a partial change; `price`, `quantity` and every other unknown field are ignored with 200. */
export function updateListing(call: Call) {
  const { world } = call;
  const before = findListing(call);
  const { fields } = readForm(call.request);
  const changes = readChanges(fields, world.clock.now());
  const changed: Listing = { ...before, ...changes, images: pickImages(world, fields, before.images) };
  if (changes.type === "download" && before.type === "physical" && hasVariations(before)) {
    throw refuse(409, "A listing with variations cannot become digital; reset its inventory first.");
  }
  const listing = saveListing(call, changeState(call, changed, fields.get("state")));
  return ok(showListing(world, listing, call.request.origin));
}

function changeState(call: Call, listing: Listing, state: string | undefined): Listing {
  if (state === undefined) return listing;
  if (state === "active") return activate(call.world, listing);
  if (state === "inactive") return deactivate(call.world, listing);
  throw refuse(400, "Invalid value for state: expected one of active, inactive");
}
