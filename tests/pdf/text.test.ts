import { describe, expect, it } from "vitest";
import { hasText } from "@/lib/pdf/child/has-text";
import { languageOf } from "@/lib/pdf/child/language";
import type { PageText } from "@/lib/pdf/child/text";
import { prose } from "./make";

function page(text: string, hasImages = false): PageText {
  const lines = text === "" ? [] : [{ text, size: 10, height: 0.5, baseline: 400 }];
  return { lines, hasImages };
}

const written = (at: number) =>
  page(`Page ${at} says something of its own: ${String.fromCharCode(97 + at).repeat(40)}`);
const scanned = page("", true);

describe("hasText", () => {
  it("is true for pages of words, also with pictures among them", () => {
    expect(hasText([written(1), written(2), written(3), scanned])).toBe(true);
  });

  it("is false for a scan, and for a scan with a typed cover", () => {
    expect(hasText([scanned, scanned])).toBe(false);
    expect(hasText([written(1), scanned, scanned, scanned])).toBe(false);
  });

  it("is false for a scan with the same stamp on each page", () => {
    const stamp = (at: number) => page(`Downloaded from the archive of old manuals, page ${at}`, true);
    expect(hasText([stamp(1), stamp(2), stamp(3)])).toBe(false);
  });

  it("does not count empty pages", () => {
    expect(hasText([written(1), page(""), page(""), page("")])).toBe(true);
    expect(hasText([page(""), page("")])).toBe(false);
  });

  it("is true for a leaflet with few words and no picture", () => {
    expect(hasText([page("Turn left.")])).toBe(true);
  });

  it("is false for text without meaning behind it (no letters)", () => {
    expect(hasText([page("\uf001\uf002\uf003".repeat(40), true)])).toBe(false);
  });
});

describe("languageOf", () => {
  it.each(Object.entries(prose))("knows %s", (code, text) => {
    expect(languageOf(text)).toBe(code);
  });

  it("is null for few words, numbers, another alphabet, two languages mixed, and lists of parts", () => {
    expect(languageOf("This is the manual")).toBeNull();
    expect(languageOf("12 34 56 ".repeat(100))).toBeNull();
    expect(languageOf("Это руководство по использованию машины и ухода за ней ".repeat(20))).toBeNull();
    expect(languageOf(prose.en + prose.de)).toBeNull();
    expect(languageOf("screw bolt washer nut spring gear shaft motor lever ".repeat(20))).toBeNull();
  });
});
