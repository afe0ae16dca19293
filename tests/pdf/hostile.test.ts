import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { PdfFailed, PdfRefused } from "@/lib/pdf/errors";
import { type PdfLimits, pdfLimits } from "@/lib/pdf/limits";
import { inspectPdf, readPdf } from "@/lib/pdf/pdf";
import { flate, makePdf, onePage, pageTree, prose, rawPdf, workFolder, zeros } from "./make";

const folder = workFolder();
const inspect = (name: string, bytes: Uint8Array, limits: PdfLimits = pdfLimits) =>
  inspectPdf(folder.write(name, bytes), { limits });

/** But for the first, the bombs lie in streams that no page uses: only the search for them can find them, not the memory limit. */
const isBomb = expect.objectContaining({ name: "PdfRefused", cause: "bomb" });

describe("decompression bombs", { timeout: 60_000 }, () => {
  const threeGigabytes = zeros(3 * 1024);

  it("are small files", () => {
    expect(threeGigabytes.length).toBeLessThan(4 * 1024 * 1024);
  });

  it.each<[string, () => Buffer]>([
    ["the content of a page", () => onePage({ dictionary: "/Filter /FlateDecode", data: threeGigabytes })],
    [
      "a stream that no page uses",
      () => onePage("null", { dictionary: "/Filter /FlateDecode", data: threeGigabytes }),
    ],
    [
      "a filter with a short name",
      () => onePage("null", { dictionary: "/Filter /Fl", data: threeGigabytes }),
    ],
    [
      "a filter written as a list",
      () => onePage("null", { dictionary: "/Filter [ /FlateDecode ]", data: threeGigabytes }),
    ],
    [
      "a filter with an escaped name",
      () => onePage("null", { dictionary: "/Filter /Fl#61teDecode", data: threeGigabytes }),
    ],
    [
      "a filter that stands elsewhere",
      () => onePage("null", { dictionary: "/Filter 6 0 R", data: threeGigabytes }, "/FlateDecode"),
    ],
    [
      "a bomb packed twice",
      () =>
        onePage("null", { dictionary: "/Filter [/FlateDecode /FlateDecode]", data: flate(threeGigabytes) }),
    ],
    [
      "a bomb packed twice and written in hexadecimal digits",
      () => {
        const data = Buffer.from(`${flate(threeGigabytes).toString("hex")}>`);
        return onePage("null", { dictionary: "/Filter [/AHx /Fl /Fl]", data });
      },
    ],
    [
      "ten filters in a row",
      () => onePage("null", { dictionary: `/Filter [${"/Fl ".repeat(10)}]`, data: flate(Buffer.alloc(9)) }),
    ],
    [
      "a picture of ten billion pixels",
      () => {
        const dictionary =
          "/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceGray";
        return onePage("null", {
          dictionary: `${dictionary} /BitsPerComponent 8 /Filter /DCTDecode`,
          data: Buffer.alloc(9),
        });
      },
    ],
  ])("refuses %s", async (_, bytes) => {
    await expect(inspect("bomb.pdf", bytes())).rejects.toEqual(isBomb);
  });

  it("refuses a bomb behind a false end of the stream", async () => {
    const stored = Buffer.from([0x78, 0x9c, 0x00, 9, 0, 0xf6, 0xff, ...Buffer.from("endstream")]);
    const data = Buffer.concat([stored, threeGigabytes.subarray(2)]);
    await expect(
      inspect("false-end.pdf", onePage("null", { dictionary: "/Filter /FlateDecode", data })),
    ).rejects.toEqual(isBomb);
  });

  it("refuses many streams that are each small enough", async () => {
    const data = zeros(16);
    const streams = Array.from({ length: 12 }, () => ({ dictionary: "/Filter /FlateDecode", data }));
    const limits = { ...pdfLimits, inflateBytes: 100 * 1024 * 1024 };
    await expect(inspect("many.pdf", onePage("null", ...streams), limits)).rejects.toEqual(isBomb);
  });

  it("accepts a large white picture, which packs as well as a bomb", async () => {
    const picture =
      "/Type /XObject /Subtype /Image /Width 7000 /Height 9900 /ColorSpace /DeviceRGB /BitsPerComponent 8";
    const bytes = onePage("null", { dictionary: `${picture} /Filter /FlateDecode`, data: zeros(208) });
    expect((await inspect("white.pdf", bytes)).pageCount).toBe(1);
  });

  it("kills a reader that takes too much memory: a bomb for the check, a failure for the reading", async () => {
    const file = folder.write("plain.pdf", await makePdf([{ body: prose.en }]));
    const limits = { ...pdfLimits, memoryMb: 40 };
    await expect(inspectPdf(file, { limits })).rejects.toEqual(isBomb);
    await expect(readPdf(file, `${folder.path}/out`, { fileName: "a.pdf", limits })).rejects.toEqual(
      expect.objectContaining({
        name: "PdfFailed",
        cause: "memory",
        message: expect.stringContaining("40 MB"),
      }),
    );
  });

  it("keeps the engine within its own memory", async () => {
    const noise = Buffer.from(Array.from({ length: 30 * 1024 }, (_, at) => (at * at * 31) & 255));
    const padding = Array.from({ length: 1000 }, () => ({ dictionary: "", data: noise }));
    const file = folder.write("large.pdf", onePage("null", ...padding));
    await expect(inspectPdf(file, { limits: { ...pdfLimits, engineMb: 24 } })).rejects.toEqual(
      expect.objectContaining({ name: "PdfFailed", cause: "memory" }),
    );
  });
});

describe("a picture the engine has no room for", { timeout: 60_000 }, () => {
  const dictionary =
    "/Type /XObject /Subtype /Image /Width 4000 /Height 5000 /ColorSpace /DeviceRGB /BitsPerComponent 8";
  const pages = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 500] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
    { dictionary: "", data: Buffer.from("400 0 0 500 0 0 cm /I Do") },
    { dictionary: `${dictionary} /Filter /FlateDecode`, data: flate(Buffer.alloc(4000 * 5000 * 3, 40)) },
  ];

  it.each([30, 45])("fails the reading in %i MB instead of a blank cover", async (engineMb) => {
    const file = folder.write("picture.pdf", rawPdf(pages));
    const reading = readPdf(file, `${folder.path}/picture`, {
      fileName: "picture.pdf",
      limits: { ...pdfLimits, engineMb },
    });
    await expect(reading).rejects.toEqual(expect.objectContaining({ name: "PdfFailed", cause: "memory" }));
  });

  it("is drawn when there is room", async () => {
    const file = folder.write("picture.pdf", rawPdf(pages));
    const out = `${folder.path}/picture`;
    const facts = await readPdf(file, out, { fileName: "picture.pdf", limits: pdfLimits });
    const { channels } = await sharp(facts.cover.etsy.file).stats();
    expect(channels[0]?.mean).toBeCloseTo(40, -1);
  });
});

describe("structures that lead nowhere", { timeout: 90_000 }, () => {
  it.each<[string, Buffer]>([
    ["a page tree that contains itself", pageTree("<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R] >>")],
    [
      "two page trees that contain each other",
      pageTree(
        "<< /Type /Pages /Count 2 /Kids [3 0 R] >>",
        "<< /Type /Pages /Parent 2 0 R /Count 2 /Kids [2 0 R] >>",
      ),
    ],
    ["a page that is missing", pageTree("<< /Type /Pages /Count 1 /Kids [9 0 R] >>")],
    ["a page tree without pages", pageTree("<< /Type /Pages /Count 0 /Kids [] >>")],
  ])("refuses %s as damaged", async (_, bytes) => {
    await expect(inspect("tree.pdf", bytes)).rejects.toEqual(
      expect.objectContaining({ name: "PdfRefused", cause: "unreadable" }),
    );
  });

  it("refuses a file that claims 100,000 pages", async () => {
    const bytes = pageTree(
      "<< /Type /Pages /Count 100000 /Kids [3 0 R] >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    );
    await expect(inspect("claims.pdf", bytes)).rejects.toEqual(
      expect.objectContaining({ name: "PdfRefused", cause: "too_many_pages" }),
    );
  });

  it("ends on cross-reference tables that point at each other", async () => {
    const good = onePage("null").toString("latin1");
    const at = good.indexOf("xref\n");
    const looped = good.replace("/Root 1 0 R", `/Root 1 0 R /Prev ${at}`);
    expect(await settled(inspect("xref-loop.pdf", Buffer.from(looped, "latin1")))).toBe("settled");
  });

  it("ends on a page tree ten thousand levels deep", async () => {
    const depth = 10_000;
    const levels = Array.from(
      { length: depth },
      (_, at) => `<< /Type /Pages /Count 1 /Kids [${at + 3} 0 R] ${at > 0 ? `/Parent ${at + 1} 0 R` : ""} >>`,
    );
    const page = `<< /Type /Page /Parent ${depth + 1} 0 R /MediaBox [0 0 300 400] >>`;
    expect(await settled(inspect("deep.pdf", pageTree(...levels, page)))).toBe("settled");
  });

  it("ends on arrays nested a hundred thousand deep", async () => {
    const nested = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(await settled(inspect("nested.pdf", rawPdf([nested])))).toBe("settled");
  });

  it("ends on a length that is its own stream", async () => {
    const pdf = onePage({ dictionary: "", data: Buffer.from("BT ET") });
    const looped = pdf.toString("latin1").replace("/Length 5", "/Length 4 0 R");
    expect(await settled(inspect("length.pdf", Buffer.from(looped, "latin1")))).toBe("settled");
  });

  it("accepts or refuses, and nothing else, whatever bytes of a PDF are changed", async () => {
    const original = await makePdf([{ body: prose.en }, { body: prose.de }]);
    const change = fc.record({ at: fc.nat(original.length - 1), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 60 }), async (changes) => {
        const bytes = Uint8Array.from(original);
        for (const { at, to } of changes) bytes[at] = to;
        expect(await settled(inspect("changed.pdf", bytes))).toBe("settled");
      }),
      { seed: 20_261, numRuns: 12 },
    );
  });
});

/** Accepted, or refused with a cause; a crash of the reader counts as an answer too, a hang does not. */
async function settled(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "settled";
  } catch (error) {
    const known = error instanceof PdfRefused || (error instanceof PdfFailed && error.cause === "crash");
    return known ? "settled" : `not settled: ${error}`;
  }
}
