import type { World } from "@/tests/sandbox/etsy/world";

/** Etsy's Money of an amount in minor units, in the shop's currency. */
export function money(world: World, amount: number) {
  return { amount, divisor: 100, currency_code: world.switches().currency };
}
