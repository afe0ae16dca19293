import { z } from "zod";
import { ok, refuse } from "@/tests/sandbox/etsy/answers";
import { type Call, queryIds } from "@/tests/sandbox/etsy/call";
import { mediaType } from "@/tests/sandbox/etsy/forms";
import { PAGE_MAX } from "@/tests/sandbox/etsy/limits";
import { findListing, findOwnListing, saveListing } from "@/tests/sandbox/etsy/listings/find";
import { checkPrice, checkQuantity } from "@/tests/sandbox/etsy/listings/price";
import { money } from "@/tests/sandbox/etsy/money/money";
import type { Listing } from "@/tests/sandbox/etsy/rows";
import type { World } from "@/tests/sandbox/etsy/world";

const offeringSchema = z.strictObject({
  price: z.number(),
  quantity: z.number(),
  is_enabled: z.boolean(),
  // The key must be there; null is its value for digital goods.
  readiness_state_id: z.int().nullable(),
});
const valueSchema = z.strictObject({
  property_id: z.int(),
  value_ids: z.array(z.int()),
  values: z.array(z.string()),
  scale_id: z.int().nullable().optional(),
  property_name: z.string().optional(),
});
const productSchema = z.strictObject({
  sku: z.string().nullable().default(""),
  property_values: z.array(valueSchema).default([]),
  offerings: z.array(offeringSchema).min(1),
});
const bodySchema = z.strictObject({
  products: z.array(productSchema).min(1),
  price_on_property: z.array(z.int()).default([]),
  quantity_on_property: z.array(z.int()).default([]),
  sku_on_property: z.array(z.int()).default([]),
  readiness_state_on_property: z.array(z.int()).nullable().default([]),
});

/** `updateListingInventory`: replaces all products; the only way to change price, quantity and SKU. */
export function updateInventory(call: Call) {
  const { world } = call;
  const listing = findOwnListing(call);
  const { products } = readBody(call);
  if (listing.type !== "physical" && (products.length > 1 || products[0]?.property_values.length !== 0)) {
    throw refuse(400, "Digital listings cannot have variations.");
  }
  if (products.some((product) => product.property_values.some((one) => /[()]/.test(one.values.join(""))))) {
    throw refuse(400, "There was a problem with /property_values : contains invalid character");
  }
  const least = listing.state === "active" ? 1 : 0;
  const total = products.flatMap((product) => product.offerings).reduce((sum, one) => sum + one.quantity, 0);
  checkQuantity(total, least);
  const kept = products.map((product) => ({
    product_id: world.books.nextId("product", 21_400_000_001),
    sku: product.sku ?? "",
    property_values: product.property_values,
    offerings: product.offerings.map((offering) => ({
      ...offering,
      offering_id: world.books.nextId("offering", 31_500_000_001),
      price: checkPrice(world, offering.price),
      quantity: checkQuantity(offering.quantity, 0),
    })),
  }));
  return ok(showInventory(world, saveListing(call, { ...listing, products: kept })));
}

export function getInventory(call: Call) {
  return ok(showInventory(call.world, findOwnListing(call)));
}

/** One missing id is a 404 for all of them. */
export function batchInventory(call: Call) {
  const ids = queryIds(call, "listing_ids", PAGE_MAX);
  const results = ids.map((listing_id) => {
    const listing = findListing({ ...call, ids: { listing_id } });
    return { ...showInventory(call.world, listing), listing_id };
  });
  return ok({ count: results.length, results });
}

function readBody(call: Call): z.infer<typeof bodySchema> {
  if (mediaType(call.request) !== "application/json")
    throw refuse(400, "Missing required parameter: products");
  const body = bodySchema.safeParse(parseJson(call.request.body));
  if (body.success) return body.data;
  if (body.error.issues.some((issue) => issue.code === "unrecognized_keys")) {
    throw refuse(400, "Array contains invalid keys");
  }
  const issue = body.error.issues[0];
  throw refuse(
    400,
    `There was a problem with /${issue?.path.join("/") ?? ""} : ${issue?.message ?? "is invalid"}`,
  );
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw refuse(400, "The request body is not valid JSON.");
  }
}

export function showInventory(world: World, listing: Listing) {
  return {
    products: listing.products.map((product) => ({
      product_id: product.product_id,
      sku: product.sku,
      is_deleted: false,
      offerings: product.offerings.map((offering) => ({
        ...offering,
        is_deleted: false,
        price: money(world, offering.price),
      })),
      property_values: product.property_values,
    })),
    price_on_property: [],
    quantity_on_property: [],
    sku_on_property: [],
    readiness_state_on_property: [],
  };
}
