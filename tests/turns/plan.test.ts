import { describe, expect, it } from "vitest";
import { makePlan, safeName, slugOf } from "@/lib/agent/plan";
import type { Work } from "@/lib/agent/store";
import { PlatformError, type PlatformErrorDetails } from "@/lib/errors";
import type { Account, Platform } from "@/lib/platforms/platform";
import { facts as marketFacts } from "../simulation/market-facts";
import { oneTurn, plan } from "./one-turn";

const { work } = oneTurn();
const account: Account = { name: "Market", currency: "USD", facts: {} };
const limits = (change: Partial<Platform["limits"]>): Platform => ({
  ...marketFacts,
  limits: { ...marketFacts.limits, ...change },
});
const ofManual = (change: Partial<Work["manual"]>): Work => ({
  ...work,
  manual: { ...work.manual, ...change },
});
const given = (overrides: Work["overrides"]): Work => ({ ...work, overrides });

/** How a plan is refused: the sentence and what it is about. */
function refusal(of: Work, platform: Platform = marketFacts, shop = account, factor: string | null = null) {
  try {
    makePlan(of, platform, shop, factor);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    expect(error.kind).toBe("refused");
    return [error.message, error.details] as [string, PlatformErrorDetails];
  }
  return null;
}

describe("what will be sent", () => {
  it("is made of the manual, for the platform", () => {
    expect(makePlan(work, marketFacts, account, null)).toEqual(plan);
  });

  it("takes what a person gave for this listing before the manual's own", () => {
    const file = { key: "small", name: "Small one.pdf", size: 9, sha256: "s" };
    const made = makePlan(
      given({ title: "Other", description: "Else.", tags: ["given"], price: 500, file }),
      marketFacts,
      account,
      null,
    );
    expect(made).toMatchObject({
      title: "Other",
      description: expect.stringMatching(/^Else\./),
      price: { amount: 500, currency: "USD" },
      file: { key: "small", name: "Small-one.pdf", size: 9, sha256: "s", mime: "application/pdf" },
    });
    expect(made.tags[0]).toBe("given");
    expect(made.images[0]).toMatchObject({ name: "Small-one-1.jpg", alt: "Cover of Other" });
  });

  it("has as many pictures as the platform takes, in its form, named and described", () => {
    const picture = (key: string) => ({ key, size: 1, sha256: key });
    const images = { etsy: ["a", "b", "c"].map(picture), gumroad: [picture("g")], thumbnail: null };
    const made = makePlan(
      ofManual({ images }),
      limits({ images: { ...marketFacts.limits.images, max: 2 } }),
      account,
      null,
    );
    expect(made.thumbnail).toBeNull();
    expect(made.images).toEqual([
      { key: "a", name: "m-1.jpg", size: 1, sha256: "a", mime: "image/jpeg", alt: "Cover of Manual 1" },
      {
        key: "b",
        name: "m-2.jpg",
        size: 1,
        sha256: "b",
        mime: "image/jpeg",
        alt: "Sample page 1 of Manual 1",
      },
    ]);
    const other = limits({ images: { ...marketFacts.limits.images, form: "gumroad" } });
    expect(makePlan(ofManual({ images }), other, account, null).images.map(({ key }) => key)).toEqual(["g"]);
  });

  it("names pictures after the file without its ending, and only that", () => {
    const [image] = makePlan(ofManual({ fileName: "v1.pdf.final.pdf" }), marketFacts, account, null).images;
    expect(image?.name).toBe("v1.pdf.final-1.jpg");
  });

  it("describes a picture with at most 500 characters", () => {
    const long = limits({});
    long.content = { ...long.content, title: { ...long.content.title, max: 2_000 } };
    const [image] = makePlan(given({ title: "word ".repeat(200).trim() }), long, account, null).images;
    expect(image?.alt).toHaveLength(500);
  });
});

describe("what is refused before anything is sent", () => {
  it("rights that nobody stated, or that the platform does not take", () => {
    expect(refusal(ofManual({ rights: "unverified" }))).toEqual([
      "Nobody has said what rights you have to this manual.",
      { field: "rights" },
    ]);
    const strict = {
      ...marketFacts,
      refusedRights: { licence: { clause: "No licences.", link: "https://market.example/rules" } },
    };
    expect(refusal(ofManual({ rights: "licence" }), strict)).toEqual([
      "Market does not take this manual: No licences.",
      { field: "rights", words: "No licences. (https://market.example/rules)" },
    ]);
    expect(refusal(work, strict)).toBeNull();
  });

  it("a file larger than the platform takes", () => {
    const large = ofManual({ file: { key: "m", size: 2_000_001, sha256: "f" } });
    const most = { file: { ...marketFacts.limits.file, maxBytes: 2_000_000 } };
    expect(refusal(large, limits(most))).toEqual([
      "Market takes files of up to 2 MB. This PDF has 2.000001 MB.",
      { field: "file" },
    ]);
    expect(refusal(ofManual({ file: { key: "m", size: 2_000_000, sha256: "f" } }), limits(most))).toBeNull();
  });

  it.each([null, { etsy: [], gumroad: [], thumbnail: null }])("a manual without a picture", (images) => {
    expect(refusal(ofManual({ images }))).toEqual(["This manual has no cover picture.", { field: "images" }]);
  });
});

describe("the price", () => {
  const priceOf = (of: Work, currency: string, factor: string | null, platform: Platform = marketFacts) =>
    makePlan(of, platform, { ...account, currency }, factor).price;

  it("is never converted without a factor from a person", () => {
    expect(refusal(work, marketFacts, { ...account, currency: "EUR" })).toEqual([
      "Your shop sells in EUR, your prices are in USD.",
      { field: "price_factor", words: "EUR" },
    ]);
    expect(priceOf(work, "EUR", "0.9")).toEqual({ amount: 1169, currency: "EUR" });
    expect(priceOf(work, "JPY", "150")).toEqual({ amount: 1949, currency: "JPY" });
    expect(priceOf(ofManual({ price: 500, currency: "JPY" }), "USD", "0.01")).toEqual({
      amount: 500,
      currency: "USD",
    });
    expect(priceOf(work, "USD", "0.9")).toEqual({ amount: 1299, currency: "USD" });
    expect(priceOf(given({ price: 700 }), "EUR", null)).toEqual({ amount: 700, currency: "EUR" });
  });

  it("must be there, in a currency the platform knows, not below its least and not above what we can store", () => {
    expect(refusal(ofManual({ price: null }))).toEqual(["This manual has no price.", { field: "price" }]);
    const euros = limits({ currencies: ["EUR"] });
    expect(refusal(work, euros)).toEqual(["Market cannot sell in USD.", { field: "price" }]);
    expect(refusal(given({ price: 1 }), euros, { ...account, currency: "EUR" })).toBeNull();
    const least = limits({ minPrice: { USD: 1300 } });
    expect(refusal(work, least)).toEqual([
      "Market takes prices from $13.00. This one is $12.99.",
      { field: "price" },
    ]);
    expect(refusal(ofManual({ price: 1300 }), least)).toBeNull();
    expect(refusal(ofManual({ price: 0 }))).toEqual([
      "Market takes prices from $0.01. This one is $0.00.",
      { field: "price" },
    ]);
    expect(refusal(given({ price: 1 }))).toBeNull();
    expect(refusal(given({ price: 2_147_483_648 }))).toEqual([
      "$21,474,836.48 is more than we can store.",
      { field: "price" },
    ]);
    expect(refusal(given({ price: 2_147_483_647 }))).toBeNull();
  });
});

describe("names", () => {
  it.each([
    ["Wheel Building.pdf", 50, "Wheel-Building.pdf"],
    ["a/b\\c: d.PDF", 50, "a-b-c-d.pdf"],
    ["Café Übung.pdf", 50, "Cafe-Ubung.pdf"],
    ["..-.hidden-.pdf", 50, "hidden.pdf"],
    ["v1.2_final-x.pdf", 50, "v1.2_final-x.pdf"],
    ["手册.pdf", 50, "manual.pdf"],
    ["no extension", 50, "no-extension.pdf"],
    ["abcdefghij.pdf", 10, "abcdef.pdf"],
    ["abcdef.pdf", 10, "abcdef.pdf"],
    ["a-..-.pdf", 50, "a.pdf"],
  ])("of files are safe everywhere: %s in %i", (name, max, safe) => {
    expect(safeName(name, max)).toBe(safe);
  });

  it.each([
    ["wheel-building", {}, "wheel-building"],
    ["wheel-building", { slugs: 1 }, "wheel-building"],
    ["wheel-building", { slugs: 2 }, "wheel-building-2"],
    ["", { slugs: 2 }, "2"],
    ["a".repeat(40), { slugs: 2 }, `${"a".repeat(38)}-2`],
    ["a".repeat(40), { slugs: 12 }, `${"a".repeat(37)}-12`],
    [`${"a".repeat(36)}--b`, { slugs: 2 }, `${"a".repeat(36)}-2`],
    ["a-b--c", { slugs: 2 }, "a-b--c-2"],
  ])("in addresses count on when earlier ones were taken: %s %j", (slug, notes, expected) => {
    expect(slugOf({ slug, notes })).toBe(expected);
  });
});
