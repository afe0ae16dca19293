import { LISTING_MONTHS } from "@/tests/sandbox/etsy/limits";
import type { Listing } from "@/tests/sandbox/etsy/rows";

/** The price of a listing is the lowest of its offerings. */
export function priceOf(listing: Listing): number {
  return Math.min(
    ...listing.products.flatMap((product) => product.offerings.map((offering) => offering.price)),
  );
}

export function quantityOf(listing: Listing): number {
  return listing.products.flatMap((product) => product.offerings).reduce((sum, one) => sum + one.quantity, 0);
}

/** The listing with so many pieces left, all in its first offering. */
export function withQuantity(listing: Listing, quantity: number): Listing {
  const products = listing.products.map((product, at) => ({
    ...product,
    offerings: product.offerings.map((one, n) => ({ ...one, quantity: at === 0 && n === 0 ? quantity : 0 })),
  }));
  return { ...listing, products };
}

export function hasVariations(listing: Listing): boolean {
  return (
    listing.products.length > 1 || listing.products.some((product) => product.property_values.length > 0)
  );
}

/** Epoch seconds four calendar months later, where a listing's time ends. */
export function fourMonthsAfter(seconds: number): number {
  const date = new Date(seconds * 1000);
  date.setUTCMonth(date.getUTCMonth() + LISTING_MONTHS);
  return Math.floor(date.getTime() / 1000);
}
