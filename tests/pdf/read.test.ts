import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { degrees, PDFName } from "pdf-lib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { pdfLimits } from "@/lib/pdf/limits";
import { type PdfImage, readPdf } from "@/lib/pdf/pdf";
import { drawing, type MadePage, makePdf, prose, workFolder } from "./make";

const folder = workFolder();

async function read(name: string, pages: MadePage[], title?: string) {
  const file = folder.write(`${name}.pdf`, await makePdf(pages, title));
  const out = path.join(folder.path, `${name}-out`);
  const facts = await readPdf(file, out, { fileName: `${name}.pdf`, limits: pdfLimits });
  return { facts, out };
}

async function checkImage(image: PdfImage, mostBytes: number) {
  const metadata = await sharp(image.file).metadata();
  expect(metadata).toMatchObject({ format: "jpeg", width: image.width, height: image.height });
  expect(statSync(image.file).size).toBeLessThan(mostBytes);
}

const megabyte = 1024 * 1024;
const cover: MadePage = { lines: [{ text: "Die Nähmaschine", size: 34, y: 600 }] };
const bodyPage = (at: number): MadePage => ({
  body: prose.de.repeat(1 + (at % 3)),
  lines: [{ text: `Kapitel ${at}`, size: 16, y: 700 }],
  draw: drawing((at % 5) / 5),
});
const blank: MadePage = {};

describe("readPdf", { timeout: 120_000 }, () => {
  it("reads facts and writes every image in the sizes that Etsy and Gumroad take", async () => {
    const pages = [cover, ...Array.from({ length: 9 }, (_, at) => bodyPage(at + 1))];
    const { facts, out } = await read("machine", pages, "Microsoft Word - Dokument7");

    expect(facts).toMatchObject({
      pageCount: 10,
      title: { value: "Die Nähmaschine", source: "cover", sure: true },
      hasText: true,
      language: "de",
    });
    expect(facts.previews).toHaveLength(3);
    for (const { etsy, gumroad } of [facts.cover, ...facts.previews]) {
      await checkImage(etsy, 10 * megabyte);
      await checkImage(gumroad, 10 * megabyte);
      expect(Math.min(etsy.width, etsy.height)).toBeGreaterThanOrEqual(2000);
      expect([gumroad.width, gumroad.height]).toEqual([1280, 720]);
    }
    await checkImage(facts.thumbnail, 5 * megabyte);
    expect(facts.thumbnail.width).toBe(facts.thumbnail.height);
    expect(facts.thumbnail.width).toBeGreaterThanOrEqual(600);
    expect(readdirSync(out)).toHaveLength(9);
    expect(facts.peakMb).toBeLessThan(pdfLimits.memoryMb);
  });

  it("takes previews from inside, spread, never blank, never twice the same", async () => {
    const twin: MadePage = { body: prose.de, draw: drawing(0.3) };
    const pages = [cover, blank, blank, bodyPage(1), blank, twin, twin, blank, bodyPage(2), blank];
    const { facts } = await read("blank", pages);
    expect(facts.previews.map(({ page }) => page)).toEqual([4, 6, 9]);
  });

  it("gives fewer previews for a short manual and none for a single page", async () => {
    expect((await read("two", [cover, bodyPage(1)])).facts.previews.map(({ page }) => page)).toEqual([2]);
    const single = await read("single", [cover]);
    expect(single.facts.previews).toEqual([]);
    expect(single.facts.title.value).toBe("Die Nähmaschine");
  });

  it("marks previews all over and leaves the cover clean", async () => {
    const { facts } = await read("marked", [
      cover,
      { lines: [{ text: "x".repeat(40), size: 14, y: 600 }], body: prose.de },
    ]);
    const preview = facts.previews[0];
    if (!preview) throw new Error("no preview");
    expect(await redQuarters(preview.etsy.file)).toEqual([true, true, true, true]);
    expect(await redQuarters(preview.gumroad.file, 0.37)).toEqual([true, true, true, true]);
    expect(await redQuarters(facts.cover.etsy.file)).toEqual([false, false, false, false]);
  });

  it("makes large enough images of wide, very long and turned pages", async () => {
    const long: MadePage = { width: 100, height: 1500, draw: drawing(0.2) };
    const wide: MadePage = { width: 960, height: 540, draw: drawing(0.6), body: prose.en };
    const turned: MadePage = { body: prose.en, draw: (page) => page.setRotation(degrees(90)) };
    const { facts } = await read("shapes", [long, wide, turned]);
    expect(facts.cover.etsy).toMatchObject({ width: 2000, height: 6000 });
    expect(facts.previews.map(({ page, etsy }) => [page, etsy.width > etsy.height])).toEqual([
      [2, true],
      [3, true],
    ]);
    for (const { etsy } of facts.previews) expect(etsy.height).toBeGreaterThanOrEqual(2000);
  });

  it("reads the size of text that only its matrix makes large", async () => {
    const scaled: MadePage = {
      body: prose.en,
      draw: (page) => {
        const { context } = page.doc;
        const content = "BT /Big 1 Tf 30 0 0 30 60 700 Tm (Large by Matrix) Tj ET";
        page.node.addContentStream(context.register(context.stream(content)));
        const font = context.obj({ Type: "Font", Subtype: "Type1", BaseFont: "Helvetica" });
        page.node.setFontDictionary(PDFName.of("Big"), context.register(font));
      },
    };
    expect((await read("matrix", [scaled, { body: prose.en }])).facts.title.value).toBe("Large by Matrix");
  });

  it("says of a file without words that it has no text, and names it after the file, to be checked", async () => {
    const pages = await Promise.all([0.1, 0.5, 0.8].map(async (shade) => scanOf(shade)));
    const { facts } = await read("old-radio_manual", pages, "ScanSoft Output");
    expect(facts).toMatchObject({
      hasText: false,
      language: null,
      title: { value: "old radio manual", source: "file_name", sure: false },
    });
  });
});

/** A page that is nothing but a picture. */
async function scanOf(shade: number): Promise<MadePage> {
  const grey = Math.round(shade * 255);
  const picture = await sharp({
    create: { width: 60, height: 80, channels: 3, background: { r: grey, g: grey, b: grey } },
  })
    .composite([{ input: { create: { width: 20, height: 50, channels: 3, background: "#333" } } }])
    .png()
    .toBuffer();
  return { picture };
}

/** Whether each quarter of a picture shows the red of the mark; `middle` is the share of the width that is page. */
async function redQuarters(file: string, middle = 1): Promise<boolean[]> {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  const red = [0, 0, 0, 0];
  for (let at = 0; at < data.length; at += 3) {
    const x = (at / 3) % info.width;
    const y = Math.floor(at / 3 / info.width);
    const isRed = (data[at] ?? 0) - (data[at + 1] ?? 0) > 40;
    if (isRed) {
      const quarter = (x < info.width / 2 ? 0 : 1) + (y < info.height / 2 ? 0 : 2);
      red[quarter] = (red[quarter] ?? 0) + 1;
    }
  }
  const area = (info.width * info.height * middle) / 4;
  return red.map((count) => count / area > 0.03);
}
