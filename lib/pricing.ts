import type { FeeTable } from "./platforms/sales";

/** What must be left of a sale after fees, in minor units of the fee table's currency. */
export const NET_TARGET = 100;

/**
 * The lowest price at which enough is left after fees, wherever the buyer came from: minor units.
 * @returns null in a currency for which the platform's fixed fees are not known.
 */
export function netFloor(fees: FeeTable, currency: string, target = NET_TARGET): number | null {
  if (currency !== fees.currency) return null;
  const floors = fees.sources.map(({ parts }) => {
    const basisPoints = parts.reduce((sum, part) => sum + part.basisPoints, 0);
    const fixed = parts.reduce((sum, part) => sum + part.fixed, 0);
    let price = Math.ceil(((target + fixed) * 10_000) / (10_000 - basisPoints));
    while (price - Math.ceil((price * basisPoints) / 10_000) - fixed < target) price += 1;
    return price;
  });
  return Math.max(...floors);
}

/**
 * One step down: the price nearest to `percent` less that keeps the seller's own ending (.99, .90, ...), ties upwards;
 * where that is no step, the ending half a unit away. Minor units of a currency with two decimals.
 * @returns null when every such price is not lower, or below the floor.
 */
export function stepDown(price: number, percent: number, floor: number): number | null {
  const wanted = price * (1 - percent / 100);
  const ending = price % 100;
  for (const endings of [[ending], [ending, (ending + 50) % 100]]) {
    const nearest = nearestWith(endings, wanted);
    if (nearest < price && nearest > 0) return nearest >= floor ? nearest : null;
  }
  return null;
}

function nearestWith(endings: number[], wanted: number): number {
  const whole = Math.floor(wanted / 100);
  const candidates = endings.flatMap((ending) => [-1, 0, 1].map((unit) => (whole + unit) * 100 + ending));
  return candidates.reduce((best, one) => {
    const [far, near] = [Math.abs(best - wanted), Math.abs(one - wanted)];
    return near < far || (near === far && one > best) ? one : best;
  });
}
