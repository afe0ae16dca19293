import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { platforms } from "@/lib/platforms";
import { netFloor, stepDown } from "@/lib/pricing";

const feesOf = (name: string) => {
  const found = platforms.find((platform) => platform.name === name);
  if (!found) throw new Error(name);
  return found.fees;
};

describe("the lowest sensible price", () => {
  // shared reference: Etsy 1.93 with off-site ads, Gumroad 2.07 direct (Discover needs 1.43), Payhip 1.42.
  it.each([
    ["etsy", 193],
    ["gumroad", 207],
    ["payhip", 142],
  ])("leaves $1.00 after the dearest fees of %s at %i cents, and not a cent lower", (name, cents) => {
    const fees = feesOf(name);
    expect(netFloor(fees, "USD")).toBe(cents);
    const left = (price: number) =>
      Math.min(
        ...fees.sources.map(({ parts }) => {
          const share = parts.reduce((sum, { basisPoints }) => sum + basisPoints, 0);
          return price - (price * share) / 10_000 - parts.reduce((sum, { fixed }) => sum + fixed, 0);
        }),
      );
    expect(left(cents)).toBeGreaterThanOrEqual(100);
    expect(left(cents - 1)).toBeLessThan(100);
  });

  it("is unknown in a currency whose fixed fees are unknown", () => {
    expect(netFloor(feesOf("etsy"), "EUR")).toBeNull();
  });
});

describe("a step down", () => {
  it.each([
    [1299, 10, 1199],
    [1990, 10, 1790],
    [2000, 10, 1800],
    [499, 10, 449],
    [1999, 25, 1499],
  ])("of %i cents by %i %% keeps the seller's ending: %i", (price, percent, expected) => {
    expect(stepDown(price, percent, 100)).toBe(expected);
  });

  it("is none where the next price would be below the floor, or no lower", () => {
    expect(stepDown(299, 10, 270)).toBeNull();
    expect(stepDown(199, 10, 100)).toBeNull();
  });

  it("is always lower, never below the floor, and never much more than asked", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 100_000 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 99, max: 5_000 }),
        (price, percent, floor) => {
          const lower = stepDown(price, percent, floor);
          if (lower === null) return;
          expect(lower).toBeLessThan(price);
          expect(lower).toBeGreaterThanOrEqual(floor);
          expect(lower).toBeGreaterThanOrEqual(price * (1 - percent / 100) - 50);
        },
      ),
      { numRuns: 2_000, seed: 7 },
    );
  });
});
