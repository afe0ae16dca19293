import type { GumroadBooks } from "@/tests/sandbox/gumroad/account";
import { type Answer, ok, refused } from "@/tests/sandbox/gumroad/answers";
import type { Call, World } from "@/tests/sandbox/gumroad/context";
import { fullProduct } from "@/tests/sandbox/gumroad/products/view";
import type { Product } from "@/tests/sandbox/gumroad/state";

const BROKE = "Something broke. We're looking into what happened. Sorry about this!";

/** PUT /products/:id/enable: publishes; idempotent; brings a deleted product back. */
export function enableProduct(call: Call, product: Product): Answer {
  if (breaks(call.books)) return refused(BROKE);
  const reason = refusePublish(call);
  if (reason !== null) return refused(reason);
  product.published = true;
  product.deleted = false;
  return ok({ product: fullProduct(call, product) });
}

/** PUT /products/:id/disable. */
export function disableProduct(call: Call, product: Product): Answer {
  product.published = false;
  return ok({ product: fullProduct(call, product) });
}

/** DELETE /products/:id: soft; it leaves the list and stays readable by id. */
export function deleteProduct(_call: Call, product: Product): Answer {
  product.deleted = true;
  product.published = false;
  return ok({ message: "The product was deleted successfully." });
}

/** Why the seller cannot publish now, or null. No file, cover or content is required. */
export function refusePublish(world: World): string | null {
  const { switches } = world.books;
  if (switches.offer_code_below_minimum) {
    return "An existing discount code puts the price of this product below the $0.99 minimum after discount.";
  }
  if (switches.unconfirmed_email) return "You have to confirm your email address before you can do that.";
  if (switches.no_payout_method) {
    return "You must connect at least one payment method before you can publish this product for sale.";
  }
  return refuseModeration(world);
}

/** The content moderation's word; also asked when a live product's name or description changes. */
export function refuseModeration(world: World): string | null {
  const { moderation } = world.books.switches;
  if (moderation === "reject") {
    return "This product can’t be saved because it looks like it contains spam. Please update the content to follow our content guidelines.";
  }
  if (moderation === "unavailable") {
    return "We couldn’t review this product just now (a temporary issue on our end). Please try again in a few minutes.";
  }
  return null;
}

function breaks(books: GumroadBooks): boolean {
  if (books.switches.enable_breaks > 0) {
    books.switches.enable_breaks -= 1;
    return true;
  }
  if (books.switches.enable_breaks_rate === 0) return false;
  books.random = (Math.imul(books.random, 1_664_525) + 1_013_904_223) >>> 0;
  return books.random / 2 ** 32 < books.switches.enable_breaks_rate;
}
