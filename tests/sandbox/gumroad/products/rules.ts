import type { World } from "@/tests/sandbox/gumroad/context";
import { formatPrice, minimumPrice, usdCents } from "@/tests/sandbox/gumroad/currencies";
import type { Product } from "@/tests/sandbox/gumroad/state";

const LARGEST_PRICE = 2_147_483_647;
const LARGEST_UNVERIFIED_USD_CENTS = 500_000;
const DAY_MS = 86_400_000;
const ADULT_WORDS = /\b(porn|hentai|nsfw|xxx|milf|fetish)\b/i;

type Draft = Pick<Product, "id" | "name" | "description" | "custom_permalink" | "price" | "currency">;

/** What the model says about a product before it is saved; all errors, in the model's order. */
export function productErrors(world: World, draft: Draft): string[] {
  const errors: string[] = [];
  if (draft.name.trim() === "") errors.push("Name can't be blank");
  if (draft.name.length > 255) errors.push("Name is too long (maximum is 255 characters)");
  errors.push(...permalinkErrors(world, draft));
  if ([draft.name, draft.description ?? ""].some((part) => ADULT_WORDS.test(part))) {
    errors.push("Adult keywords are not allowed");
  }
  const price = priceError(world, draft.price, draft.currency);
  if (price !== null) errors.push(price);
  return errors;
}

/** The price as the model sees it; 0 is free and always allowed. */
export function priceError(world: World, price: number, currency: string): string | null {
  if (price > LARGEST_PRICE) return "Sorry, the price entered is too large.";
  if (price === 0) return null;
  const minimum = minimumPrice(currency);
  if (price < minimum) return `Sorry, a product must be at least ${formatPrice(minimum, currency)}.`;
  const capped = !world.books.established && usdCents(price, currency) > LARGEST_UNVERIFIED_USD_CENTS;
  return capped ? "Sorry, we don't support pricing products above $5,000." : null;
}

/**
 * The daily creation cap: live products of the last rolling 24 hours; deleted ones do not count.
 * The count is kept in both profiles, the refusal only in `real`.
 */
export function capError(world: World): string | null {
  const { switches, established, products, counters } = world.books;
  const cap = switches.daily_cap ?? (established ? 100 : 10);
  const since = world.now().getTime() - DAY_MS;
  const today = products.filter((product) => !product.deleted && Date.parse(product.created_at) > since);
  if (today.length < cap) return null;
  counters.capped += 1;
  return world.profile === "real" ? `Sorry, you can only create ${cap} products per day.` : null;
}

/** Tags as stored, or the first refusal. */
export function cleanTags(tags: unknown): { tags: string[] } | { error: string } {
  const clean: string[] = [];
  for (const raw of Array.isArray(tags) ? tags : []) {
    const tag = String(raw).trim().replace(/\s+/g, " ").toLowerCase();
    if (tag.length > 20) {
      return { error: "Name A tag is too long. Please try again with a shorter one, under 20 characters." };
    }
    if (tag.length < 2) {
      return { error: "Name A tag is too short. Please try again with a longer one, above 2 characters." };
    }
    if (tag.startsWith("#") || tag.includes(",")) {
      return { error: "Name A tag cannot start with hashes or contain commas." };
    }
    if (clean.includes(tag)) return { error: "Product has already been taken" };
    clean.push(tag);
  }
  return { tags: clean };
}

function permalinkErrors(world: World, draft: Draft): string[] {
  const wanted = draft.custom_permalink;
  if (wanted === null) return [];
  if (!/^[A-Za-z0-9_-]+$/.test(wanted)) return ["Custom permalink is invalid"];
  const taken = world.books.products.some(
    (other) =>
      other.id !== draft.id &&
      !other.deleted &&
      (other.permalink === wanted.toLowerCase() ||
        other.custom_permalink?.toLowerCase() === wanted.toLowerCase()),
  );
  return taken ? ["Custom permalink has already been taken"] : [];
}
