import { NO_CONTENT, ok, problem, refuse } from "@/tests/sandbox/etsy/answers";
import { type Call, id } from "@/tests/sandbox/etsy/call";
import { readMultipart } from "@/tests/sandbox/etsy/forms";
import { ALT_TEXT_MAX, IMAGE_BYTES_MAX, IMAGES_MAX } from "@/tests/sandbox/etsy/limits";
import { findListing, saveListing } from "@/tests/sandbox/etsy/listings/find";
import { measure } from "@/tests/sandbox/etsy/listings/picture";
import { flag, whole } from "@/tests/sandbox/etsy/listings/rules";
import type { Listing, ListingImage } from "@/tests/sandbox/etsy/rows";
import type { World } from "@/tests/sandbox/etsy/world";

type Placed = Listing["images"][number];

/** `uploadListingImage`: a new picture or a known one; colours and size come later, so they are null here. */
export function uploadListingImage(call: Call) {
  const { world } = call;
  const listing = findListing(call);
  const form = readMultipart(call.request);
  const part = form?.parts.get("image");
  const known = form === undefined ? undefined : whole(form.fields, "listing_image_id");
  if (form === undefined || (part === undefined && known === undefined)) {
    throw refuse(400, "Either a valid image file or a listing_image_id must be provided.");
  }
  const alt_text = form.fields.get("alt_text") ?? "";
  if ([...alt_text].length > ALT_TEXT_MAX)
    throw problem("alt_text", `cannot be longer than ${ALT_TEXT_MAX} characters`);
  const rank = Math.max(1, whole(form.fields, "rank") ?? 1);
  const kept =
    flag(form.fields, "overwrite") === true
      ? listing.images.filter((one) => one.rank !== rank)
      : listing.images;
  if (kept.length >= IMAGES_MAX) throw problem("images", `cannot be more than ${IMAGES_MAX} items`);
  const image = part === undefined ? knownImage(world, known) : keepImage(world, part.bytes);
  const placed: Placed = { listing_image_id: image.listing_image_id, rank, alt_text };
  saveListing(call, { ...listing, images: [...makeRoom(kept, rank), placed] });
  const shown = showImage(world, listing.listing_id, placed, call.request.origin);
  const other = world.switches().wrong_image_urls ? kept.at(-1) : undefined;
  const urls = other === undefined ? {} : addresses(other.listing_image_id, call.request.origin);
  return ok({ ...shown, ...urls, ...UNKNOWN_YET }, 201);
}

export function listImages(call: Call) {
  const listing = findListing(call);
  const placed = [...listing.images].sort((a, b) => a.rank - b.rank);
  const results = placed.map((one) => showImage(call.world, listing.listing_id, one, call.request.origin));
  return ok({ count: results.length, results });
}

export function getImage(call: Call) {
  const listing = findListing(call);
  return ok(showImage(call.world, listing.listing_id, findPlaced(call, listing), call.request.origin));
}

export function deleteImage(call: Call) {
  const listing = findListing(call);
  const gone = findPlaced(call, listing);
  saveListing(call, { ...listing, images: listing.images.filter((one) => one !== gone) });
  return NO_CONTENT;
}

/** The ordered list `image_ids` of a form, which replaces what was there; `before` when it is not sent. */
export function pickImages(world: World, fields: Map<string, string>, before: Placed[]): Placed[] {
  const text = fields.get("image_ids");
  if (text === undefined || text === "") return before;
  const ids = text.split(",").map(Number);
  if (ids.length > IMAGES_MAX) throw problem("images", `cannot be more than ${IMAGES_MAX} items`);
  return ids.map((listing_image_id, at) => {
    const { alt_text } = before.find((one) => one.listing_image_id === listing_image_id) ?? { alt_text: "" };
    return { listing_image_id: knownImage(world, listing_image_id).listing_image_id, rank: at + 1, alt_text };
  });
}

export function showImage(world: World, listing_id: number, placed: Placed, origin: string) {
  const image = world.images.get(placed.listing_image_id);
  return {
    listing_id,
    listing_image_id: placed.listing_image_id,
    ...COLOURS,
    creation_tsz: image?.created ?? 0,
    created_timestamp: image?.created ?? 0,
    rank: placed.rank,
    ...addresses(placed.listing_image_id, origin),
    full_height: image?.height ?? null,
    full_width: image?.width ?? null,
    alt_text: placed.alt_text,
  };
}

const COLOURS = {
  hex_code: "7F8C8D",
  red: 127,
  green: 140,
  blue: 141,
  hue: 184,
  saturation: 9,
  brightness: 55,
  is_black_and_white: false,
};

const UNKNOWN_YET = {
  ...Object.fromEntries(Object.keys(COLOURS).map((name) => [name, null])),
  full_height: null,
  full_width: null,
};

function addresses(imageId: number, origin: string) {
  const at = (size: string) => `${origin}/images/${imageId}/${size}`;
  return {
    url_75x75: at("75x75"),
    url_170x135: at("170x135"),
    url_570xN: at("570xN"),
    url_fullxfull: at("fullxfull"),
  };
}

function keepImage(world: World, bytes: Buffer): ListingImage {
  const picture = measure(bytes);
  if (picture === undefined || bytes.length > IMAGE_BYTES_MAX) {
    throw refuse(400, "Either a valid image file or a listing_image_id must be provided.");
  }
  const listing_image_id = world.books.nextId("image", 6_700_000_001);
  const image = { listing_image_id, ...world.books.keepFile(bytes), ...picture, created: world.seconds() };
  world.images.put(listing_image_id, image);
  return image;
}

function knownImage(world: World, imageId: number | undefined): Readonly<ListingImage> {
  const image = imageId === undefined ? undefined : world.images.get(imageId);
  if (image === undefined)
    throw refuse(404, `Could not find a Listing Image with listing_image_id = ${imageId}`);
  return image;
}

function findPlaced(call: Call, listing: Listing): Placed {
  const imageId = id(call, "listing_image_id");
  const placed = listing.images.find((one) => one.listing_image_id === imageId);
  if (placed === undefined)
    throw refuse(404, `Could not find a Listing Image with listing_image_id = ${imageId}`);
  return placed;
}

/** What a picture at an occupied rank does is not known; here the others move back. */
function makeRoom(images: Placed[], rank: number): Placed[] {
  const taken = images.some((one) => one.rank === rank);
  return taken ? images.map((one) => (one.rank >= rank ? { ...one, rank: one.rank + 1 } : one)) : images;
}
