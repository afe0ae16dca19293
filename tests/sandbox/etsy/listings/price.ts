import { problem } from "@/tests/sandbox/etsy/answers";
import { PRICE_MAX_MINOR, PRICE_MIN_MINOR, QUANTITY_MAX } from "@/tests/sandbox/etsy/limits";
import type { World } from "@/tests/sandbox/etsy/world";

const SIGNS: Record<string, string> = { USD: "$", EUR: "€", GBP: "£", VND: "₫" };

/** A decimal price in the shop's currency as minor units; throws the refusals seen for prices that are too low. */
export function checkPrice(world: World, price: number): number {
  const minor = Math.round(price * 100);
  const { currency } = world.switches();
  if (!Number.isFinite(price) || minor < PRICE_MIN_MINOR) {
    const least = (PRICE_MIN_MINOR / 100).toFixed(2);
    throw problem("price", `must be above min price ${SIGNS[currency] ?? ""}${least} ${currency}`);
  }
  if (minor > PRICE_MAX_MINOR) throw problem("price", "must be below max price");
  return minor;
}

/** The wording for a quantity out of range is not known from Etsy. */
export function checkQuantity(quantity: number, least: number): number {
  if (!Number.isInteger(quantity) || quantity < least || quantity > QUANTITY_MAX) {
    throw problem("quantity", `must be between ${least} and ${QUANTITY_MAX}`);
  }
  return quantity;
}
