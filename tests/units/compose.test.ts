import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { etsy } from "@/lib/platforms/etsy";
import { gumroad } from "@/lib/platforms/gumroad";
import { compose, composeTags, type ManualTexts } from "@/lib/seo/compose";

const seed = 20_261;
const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ maxLength, unit: "binary" }),
    fc.string({ maxLength, unit: "grapheme" }),
    fc
      .array(
        fc.constantFrom(
          "%",
          ":",
          "&",
          "+",
          " ",
          "-",
          "'",
          "#",
          ",",
          "™",
          "İ",
          "ß",
          "\u0000",
          "\ud800",
          "\u0301",
          "wheel",
          "knots",
        ),
        {
          maxLength: 60,
        },
      )
      .map((parts) => parts.join("")),
  );
const manual: fc.Arbitrary<ManualTexts> = fc.record({
  title: text(400),
  description: text(2_000),
  tags: fc.array(text(60), { maxLength: 30 }),
  pageCount: fc.integer({ min: 1, max: 5_000 }),
  language: fc.option(fc.constantFrom("en", "de", "zz")),
  hasText: fc.boolean(),
});
const check = (property: (given: ManualTexts) => void) =>
  fc.assert(fc.property(manual, property), { seed, numRuns: 600 });

/** The rules are written down here once more, from the platforms' own pages, not read from the adapters. */
describe("Etsy's hard rules, for whatever a manual says", () => {
  it("title: 1 to 140 characters, allowed ones only, each of % : & + at most once", () =>
    check((given) => {
      const { title } = compose(given, etsy.content);
      expect(title.trim()).not.toBe("");
      expect(title.length).toBeLessThanOrEqual(140);
      expect(title).not.toMatch(/[^\p{L}\p{Nd}\p{P}\p{Sm}\p{Zs}™©®]/u);
      for (const sign of "%:&+") expect(title.split(sign).length).toBeLessThanOrEqual(2);
    }));

  it("tags: at most 13, 1 to 20 characters, allowed ones only, none twice, none begins with - or '", () =>
    check((given) => {
      const { tags } = compose(given, etsy.content);
      expect(tags.length).toBeLessThanOrEqual(13);
      expect(new Set(tags.map((tag) => tag.toLowerCase())).size).toBe(tags.length);
      for (const tag of tags) {
        expect(tag.trim()).toBe(tag);
        expect(tag).toMatch(/^[^-'][\s\S]{0,19}$/);
        expect(tag).not.toMatch(/[^\p{L}\p{Nd}\p{Zs}\-'™©®]/u);
      }
    }));

  it("description: never empty, within the limit, with no control characters", () =>
    check((given) => {
      const { description } = compose(given, etsy.content);
      expect(description).toMatch(/PDF file, \d+ pages?/);
      expect(description.length).toBeLessThanOrEqual(99_000);
      expect(description).not.toMatch(/[^\P{Cc}\n]|\p{Cs}/u);
    }));
});

describe("Gumroad's hard rules, for whatever a manual says", () => {
  it("title: 1 to 255 characters, no control characters, no half characters", () =>
    check((given) => {
      const { title } = compose(given, gumroad.content);
      expect(title.trim()).not.toBe("");
      expect(title.length).toBeLessThanOrEqual(255);
      expect(title).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    }));

  it("tags: at most 5, 2 to 20 characters, no leading #, no comma, none twice", () =>
    check((given) => {
      const { tags } = compose(given, gumroad.content);
      expect(tags.length).toBeLessThanOrEqual(5);
      expect(new Set(tags).size).toBe(tags.length);
      for (const tag of tags) {
        expect([...tag].length).toBeGreaterThanOrEqual(2);
        expect(tag.length).toBeLessThanOrEqual(20);
        expect(tag).not.toMatch(/^#|,|\p{Cc}/u);
      }
    }));

  it("description: HTML of paragraphs and breaks only; what the seller wrote stays text", () =>
    check((given) => {
      const { description } = compose(given, gumroad.content);
      expect(description.replace(/<\/?p>|<br>/g, "")).not.toMatch(/[<>]/);
      expect(description.length).toBeLessThanOrEqual(65_000);
    }));
});

describe("texts", () => {
  it("are the same for the same facts", () =>
    check((given) => {
      expect(compose(given, etsy.content)).toEqual(compose(structuredClone(given), etsy.content));
    }));

  it("tags are never cut inside a word", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,14}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 10 }), (wishes) => {
        const all = new Set(wishes.flat());
        for (const { content } of [etsy, gumroad]) {
          const tags = composeTags(
            wishes.map((wish) => wish.join(" ")),
            content.tags,
          );
          for (const tag of tags) for (const word of tag.split(" ")) expect(all).toContain(word);
        }
      }),
      { seed, numRuns: 400 },
    );
  });

  it.each([
    ["İstanbul haritası", "istanbul haritası"],
    ["Cafe\u0301 guide", "café guide"],
  ])("an accent does not break the word %s", (wish, tag) => {
    expect(composeTags([wish], etsy.content.tags)).toEqual([tag]);
  });

  it("a long text is cut by whole paragraphs and keeps the facts", () => {
    const given = { title: "T", tags: [], pageCount: 3, language: "en", hasText: true };
    const description = Array.from({ length: 400 }, (_, n) => `Paragraph ${n} ${"word ".repeat(60)}`).join(
      "\n\n",
    );
    const made = compose({ ...given, description }, gumroad.content).description;
    expect(made.length).toBeLessThanOrEqual(65_000);
    expect(made).toMatch(
      /^<p>Paragraph 0 .*<p>PDF file, 3 pages, English\. Digital download: nothing is shipped\.<\/p>$/s,
    );
  });
});
