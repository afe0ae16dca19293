import { describe, expect, it } from "vitest";
import type { PageText } from "@/lib/pdf/child/text";
import { bodySizeOf, titleOf } from "@/lib/pdf/child/title";

/** Lines as [size, height as a share of the page, text], on a page 800 points high. */
function page(...lines: [number, number, string][]): PageText {
  const read = lines.map(([size, height, text]) => ({ text, size, height, baseline: height * 800 }));
  return { lines: read, hasImages: false };
}

const body = page([
  10,
  0.8,
  "Ordinary text of the book, many words of it, in the size that most of it is set in.",
]);

function title(cover: PageText, options: { metadata?: string; fileName?: string; next?: PageText[] } = {}) {
  const firstPages = [cover, ...(options.next ?? [])];
  return titleOf({
    firstPages,
    metadata: options.metadata ?? "",
    fileName: options.fileName ?? "file-name.pdf",
    bodySize: bodySizeOf([cover, body, body, body]),
  });
}

describe("the title of a manual", () => {
  it("is the largest text of the cover, joined over its lines", () => {
    const cover = page(
      [28, 0.7, "Owner's Manual for the"],
      [28, 0.66, "Type 7 Sewing Machine"],
      [14, 0.6, "With pictures"],
      [14, 0.2, "A. N. Author"],
    );
    expect(title(cover)).toEqual({
      value: "Owner's Manual for the Type 7 Sewing Machine",
      source: "cover",
      sure: true,
    });
  });

  it("does not join large lines that stand far apart", () => {
    const cover = page([20, 0.7, "GNU Octave"], [11, 0.66, "A language"], [20, 0.45, "Free Your Numbers"]);
    expect(title(cover).value).toBe("GNU Octave");
  });

  it("reads on below a single word, which may be the maker's name", () => {
    const cover = page(
      [40, 0.8, "ACME"],
      [24, 0.75, "Coffee Mill 200"],
      [24, 0.71, "Service Manual"],
      [9, 0.1, "2020"],
    );
    expect(title(cover).value).toBe("ACME Coffee Mill 200 Service Manual");
  });

  it.each([
    "Version 4.2",
    "v2.1",
    "Third Edition",
    "7th edition",
    "Copyright 1999 Somebody",
    "By Jane Doe",
    "Published by Nobody",
    "Little Press",
    "ISBN 978-3-16-148410-0",
    "November 2022",
    "2022",
    "www.example.org",
    "Contents",
    "Inhaltsverzeichnis",
  ])("is never %j, however large it is set", (furniture) => {
    const cover = page([40, 0.9, furniture], [20, 0.6, "Keeping Bees at Home"]);
    expect(title(cover).value).toBe("Keeping Bees at Home");
  });

  it("keeps a number that belongs to it", () => {
    expect(title(page([20, 0.8, "gnuplot 5.4"], [14, 0.7, "An Interactive Plotting Program"])).value).toBe(
      "gnuplot 5.4",
    );
  });

  it("comes from the next pages when the cover has no words, and is to be checked", () => {
    const next = [page([26, 0.6, "The Clock Repair Book"], [12, 0.5, "A. Smith"])];
    expect(title(page(), { next, metadata: "clock.indd" })).toEqual({
      value: "The Clock Repair Book",
      source: "pages",
      sure: false,
    });
  });

  it("comes from the metadata when no page stands out, sure only if the first pages say it too", () => {
    const plain = page([10, 0.9, "Keeping Bees at Home"], [10, 0.8, "It is easy."]);
    expect(title(plain, { metadata: "Keeping  bees at home" })).toEqual({
      value: "Keeping bees at home",
      source: "metadata",
      sure: true,
    });
    expect(title(plain, { metadata: "Something Else" })).toMatchObject({ source: "metadata", sure: false });
  });

  it.each([
    "Microsoft Word - bees.doc",
    "untitled",
    "Untitled-1",
    "bees_final_v2.docx",
    "Document1",
    "PowerPoint Presentation",
    "C:\\Users\\me\\bees",
    "12",
    "",
  ])("is never the junk %j of the metadata", (metadata) => {
    expect(title(body, { metadata, fileName: "keeping-bees.pdf" })).toEqual({
      value: "keeping bees",
      source: "file_name",
      sure: false,
    });
  });

  it.each([
    ["gnuplot-5.4_manual.pdf", "gnuplot 5.4 manual"],
    ["scanned-bash-reference.pdf", "scanned bash reference"],
    ["Owner's manual (2nd).PDF", "Owner's manual (2nd)"],
    ["a/b/../bees.pdf", "bees"],
    ["Bedienungsanleitung_für_Öfen.pdf", "Bedienungsanleitung für Öfen"],
    [".pdf", "untitled"],
  ])("of a scan named %j is %j", (fileName, value) => {
    const scan = titleOf({ firstPages: [], metadata: "Some Scanner Software", fileName, bodySize: 12 });
    expect(scan).toEqual({ value, source: "file_name", sure: false });
  });
});
