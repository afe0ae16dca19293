import { NO_CONTENT, ok, refuse } from "@/tests/sandbox/etsy/answers";
import { type Call, id } from "@/tests/sandbox/etsy/call";
import { readMultipart } from "@/tests/sandbox/etsy/forms";
import { FILE_BYTES_MAX, FILE_NAME, FILES_MAX } from "@/tests/sandbox/etsy/limits";
import { findListing, findOwnListing, saveListing } from "@/tests/sandbox/etsy/listings/find";
import { hasVariations } from "@/tests/sandbox/etsy/listings/listing";
import { whole } from "@/tests/sandbox/etsy/listings/rules";
import type { Listing, ListingFile } from "@/tests/sandbox/etsy/rows";
import type { World } from "@/tests/sandbox/etsy/world";

/** `uploadListingFile`: a new file with a name, or a known one; the first file makes a physical listing digital. */
export function uploadListingFile(call: Call) {
  const { world } = call;
  const listing = findListing(call);
  const form = readMultipart(call.request);
  if (form === undefined) throw refuse(400, "An error ocurred while uploading your file, please try again.");
  const part = form.parts.get("file");
  const known = whole(form.fields, "listing_file_id");
  if (part === undefined && known === undefined) {
    throw refuse(400, "Either a valid listing_file_id or file must be provided.");
  }
  const name = form.fields.get("name") ?? "";
  if (part !== undefined && !FILE_NAME.test(name))
    throw refuse(400, "A valid name must be provided with a new file.");
  if (part !== undefined && part.bytes.length === 0) {
    throw refuse(400, "An error ocurred while uploading your file, please try again.");
  }
  // The wording of the next two is not known from Etsy.
  if (part !== undefined && part.bytes.length > FILE_BYTES_MAX)
    throw refuse(400, "The file is larger than 20 MB.");
  if (listing.files.length >= FILES_MAX) throw refuse(400, `A listing can have at most ${FILES_MAX} files.`);
  const file = part === undefined ? knownFile(world, known) : keepFile(world, name, part.bytes);
  const rank = Math.max(1, whole(form.fields, "rank") ?? 1);
  const others = listing.files.map((one) => (one.rank >= rank ? { ...one, rank: one.rank + 1 } : one));
  const occupied = listing.files.some((one) => one.rank === rank);
  const files = [...(occupied ? others : listing.files), { listing_file_id: file.listing_file_id, rank }];
  saveListing(call, becomeDigital({ ...listing, files }));
  return ok(showFile(world, listing.listing_id, { listing_file_id: file.listing_file_id, rank }), 201);
}

export function listFiles(call: Call) {
  const listing = findOwnListing(call);
  const files = [...listing.files].sort((a, b) => a.rank - b.rank);
  return ok({
    count: files.length,
    results: files.map((one) => showFile(call.world, listing.listing_id, one)),
  });
}

export function getFile(call: Call) {
  const listing = findListing(call);
  return ok(showFile(call.world, listing.listing_id, findAttached(call, listing)));
}

/** `deleteListingFile`: without its last file a digital listing becomes a physical one. */
export function deleteFile(call: Call) {
  const listing = findListing(call);
  const gone = findAttached(call, listing);
  const files = listing.files.filter((one) => one !== gone);
  saveListing(call, { ...listing, files, type: files.length === 0 ? "physical" : listing.type });
  return NO_CONTENT;
}

type Attached = Listing["files"][number];

function becomeDigital(listing: Listing): Listing {
  if (listing.type !== "physical") return listing;
  const products = hasVariations(listing) ? listing.products.slice(0, 1) : listing.products;
  const plain = products.map((product) => ({ ...product, property_values: [] }));
  return { ...listing, type: "download", shipping_profile_id: null, products: plain };
}

function keepFile(world: World, name: string, bytes: Buffer): ListingFile {
  const listing_file_id = world.books.nextId("file", 1_300_000_000_001);
  const filetype =
    bytes.subarray(0, 5).toString("latin1") === "%PDF-" ? "application/pdf" : "application/octet-stream";
  const file = { listing_file_id, name, filetype, ...world.books.keepFile(bytes), created: world.seconds() };
  world.files.put(listing_file_id, file);
  return file;
}

function knownFile(world: World, fileId: number | undefined): Readonly<ListingFile> {
  const file = fileId === undefined ? undefined : world.files.get(fileId);
  if (file === undefined) throw refuse(400, "Either a valid listing_file_id or file must be provided.");
  return file;
}

function findAttached(call: Call, listing: Listing): Attached {
  const fileId = id(call, "listing_file_id");
  const attached = listing.files.find((one) => one.listing_file_id === fileId);
  if (attached === undefined)
    throw refuse(404, `Could not find a Listing File with listing_file_id = ${fileId}`);
  return attached;
}

function showFile(world: World, listing_id: number, attached: Attached) {
  const file = knownFile(world, attached.listing_file_id);
  return {
    listing_file_id: file.listing_file_id,
    listing_id,
    rank: attached.rank,
    filename: file.name,
    filesize:
      file.size < 1_000_000
        ? `${(file.size / 1000).toFixed(2)} KB`
        : `${(file.size / 1_000_000).toFixed(2)} MB`,
    size_bytes: file.size,
    filetype: file.filetype,
    create_timestamp: file.created,
    created_timestamp: file.created,
  };
}
