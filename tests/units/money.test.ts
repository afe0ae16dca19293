import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exponentOf, formatMoney, isCurrency, parseMajor, toMajor, toMajorText } from "@/lib/money";

const currencies = Intl.supportedValuesOf("currency");

describe("money", () => {
  it.each([
    [19.99, 1999],
    [8.95, 895],
    [9.95, 995],
    [4.35, 435],
    [0.29, 29],
    [1.1, 110],
    [1005.05, 100_505],
    [0, 0],
  ])("%s dollars are %i cents, and back", (major, minor) => {
    expect(parseMajor(major, "USD")).toBe(minor);
    expect(toMajor({ amount: minor, currency: "USD" })).toBe(major);
  });

  it.each([
    ["JPY", 0],
    ["KRW", 0],
    ["VND", 0],
    ["USD", 2],
    ["EUR", 2],
    ["KWD", 3],
    ["BHD", 3],
    ["CLF", 4],
  ])("%s has %i decimals", (code, decimals) => {
    expect(exponentOf(code)).toBe(decimals);
    expect(parseMajor(`7.${"0".repeat(Math.max(decimals, 1))}`, code)).toBe(7 * 10 ** decimals);
    expect(parseMajor(`7.${"0".repeat(decimals)}1`, code)).toBeNull();
  });

  it("every amount of every currency comes back from its text and its number", () => {
    const amounts = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 });
    fc.assert(
      fc.property(amounts, fc.constantFrom(...currencies), (amount, currency) => {
        const money = { amount, currency };
        expect(parseMajor(toMajorText(money), currency)).toBe(amount);
        expect(parseMajor(toMajor(money), currency)).toBe(amount);
      }),
      { seed: 5, numRuns: 2_000 },
    );
  });

  it.each([
    "",
    " ",
    ".",
    "1.",
    ".5",
    "1e3",
    "1,000",
    "12.999",
    "--1",
    "+1",
    "NaN",
    "Infinity",
    "99999999999999",
  ])("%j is no amount", (text) => {
    expect(parseMajor(text, "USD")).toBeNull();
  });

  it("is shown as a person reads it", () => {
    expect(formatMoney({ amount: 1299, currency: "USD" })).toBe("$12.99");
    expect(formatMoney({ amount: -500, currency: "JPY" })).toBe("\u2212¥500");
  });

  it("knows currencies in upper case only", () => {
    expect(["USD", "JPY", "usd", "XXX1", "", "US"].map(isCurrency)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
