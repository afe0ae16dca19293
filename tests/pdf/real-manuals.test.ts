import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { pdfLimits } from "@/lib/pdf/limits";
import { inspectPdf, readPdf } from "@/lib/pdf/pdf";
import { workFolder } from "./make";

const manuals = path.resolve("..", "shared", "manuals");
const present = existsSync(manuals);
if (!present) console.warn(`Skipped: real manuals, ${path.relative(process.cwd(), manuals)} does not exist.`);
const folder = workFolder();

async function read(fileName: string) {
  const file = path.join(manuals, fileName);
  const inspection = await inspectPdf(file, { limits: pdfLimits });
  const facts = await readPdf(file, path.join(folder.path, fileName), { fileName, limits: pdfLimits });
  expect(facts.pageCount).toBe(inspection.pageCount);
  expect(Math.max(facts.peakMb, inspection.peakMb)).toBeLessThan(pdfLimits.memoryMb);
  return facts;
}

describe.skipIf(!present)("real manuals (skipped without ../shared/manuals)", { timeout: 120_000 }, () => {
  it.each([
    ["R-intro.pdf", "An Introduction to R", 113],
    ["R-lang.pdf", "R Language Definition", 69],
    ["gnuplot.pdf", "gnuplot 5.4", 311],
    ["octave.pdf", "GNU Octave", 1158],
  ])("%s is %j with %i pages", async (fileName, title, pageCount) => {
    const facts = await read(fileName);
    expect(facts).toMatchObject({
      pageCount,
      hasText: true,
      language: "en",
      title: { source: "cover", sure: true },
    });
    expect(facts.title.value.toLowerCase().startsWith(title.toLowerCase())).toBe(true);
    expect(new Set(facts.previews.map(({ page }) => page)).size).toBe(3);
    expect(facts.previews.every(({ page }) => page > 1)).toBe(true);
  });

  it("a scan has no text and takes its title from the file name, to be checked", async () => {
    expect(await read("scanned-bash-reference.pdf")).toMatchObject({
      pageCount: 12,
      hasText: false,
      language: null,
      title: { value: "scanned bash reference", source: "file_name", sure: false },
    });
  });

  it.each([
    ["encrypted-R-data.pdf", "needs_password"],
    ["truncated-R-ints.pdf", "truncated"],
  ])("%s is refused: %s", async (fileName, cause) => {
    await expect(inspectPdf(path.join(manuals, fileName), { limits: pdfLimits })).rejects.toEqual(
      expect.objectContaining({ name: "PdfRefused", cause }),
    );
  });
});
