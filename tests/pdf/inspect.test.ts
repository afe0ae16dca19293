import { describe, expect, it } from "vitest";
import type { PdfRefusedCause } from "@/lib/pdf/errors";
import { pdfLimits } from "@/lib/pdf/limits";
import { inspectPdf } from "@/lib/pdf/pdf";
import { encryptedPdf, makePdf, pageTree, prose, workFolder } from "./make";

const folder = workFolder();

async function refusal(name: string, bytes: Uint8Array | string) {
  const file = folder.write(name, bytes);
  return inspectPdf(file, { limits: pdfLimits }).then(
    (inspection) => ({ accepted: inspection }),
    (error: Error) => ({ name: error.name, cause: error.cause, message: error.message }),
  );
}

describe("inspectPdf", () => {
  it("accepts an ordinary PDF and counts its pages", async () => {
    const file = folder.write("good.pdf", await makePdf([{ body: prose.en }, { body: prose.en }]));
    const inspection = await inspectPdf(file, { limits: pdfLimits });
    expect(inspection).toMatchObject({ pageCount: 2, encrypted: false });
    expect(inspection.peakMb).toBeGreaterThan(20);
    expect(inspection.peakMb).toBeLessThan(pdfLimits.memoryMb);
  });

  it("accepts bytes before the header, and zero bytes and blank lines behind the end", async () => {
    const pdf = await makePdf([{ body: prose.en }]);
    const file = folder.write("padded.pdf", Buffer.concat([Buffer.alloc(500, 10), pdf, Buffer.alloc(9000)]));
    expect((await inspectPdf(file, { limits: pdfLimits })).pageCount).toBe(1);
  });

  it("accepts an encrypted PDF that opens with an empty password", async () => {
    const file = folder.write("open.pdf", encryptedPdf(false));
    expect(await inspectPdf(file, { limits: pdfLimits })).toMatchObject({ pageCount: 1, encrypted: true });
  });

  it("refuses a PDF that needs a password", async () => {
    expect(await refusal("locked.pdf", encryptedPdf(true))).toMatchObject({
      cause: "needs_password",
      message: expect.stringContaining("password"),
    });
  });

  it.each<[string, string | Buffer, PdfRefusedCause, string]>([
    ["an empty file", "", "empty", "empty"],
    ["a zip archive", Buffer.from("504b0304140000000800000021000000", "hex"), "not_a_pdf", "not a PDF"],
    ["a web page", "<!doctype html><title>Not here</title><h1>404</h1>", "not_a_pdf", "not a PDF"],
    ["a header too far in", `${" ".repeat(1100)}%PDF-1.4\n%%EOF\n`, "not_a_pdf", "not a PDF"],
    ["a header with nothing behind it", "%PDF-1.4\n%%EOF\n", "unreadable", "damaged"],
    ["a web page that begins like a PDF", "%PDF-1.4\n<html></html>\n%%EOF", "unreadable", "damaged"],
  ])("refuses %s", async (_, bytes, cause, words) => {
    expect(await refusal("bad.pdf", bytes)).toEqual({
      name: "PdfRefused",
      cause,
      message: expect.stringContaining(words),
    });
  });

  it.each([0.02, 0.5, 0.98])("calls a PDF cut at %f of its length truncated", async (share) => {
    const pdf = await makePdf(Array.from({ length: 40 }, () => ({ body: prose.en.repeat(4) })));
    const cut = pdf.subarray(0, Math.floor(pdf.length * share));
    expect(await refusal("cut.pdf", cut)).toMatchObject({
      cause: "truncated",
      message: expect.stringContaining("truncated"),
    });
  });

  it("refuses 6,000 pages, accepts the most that is allowed, and names both numbers", async () => {
    const pages = (count: number) =>
      pageTree(
        `<< /Type /Pages /Count ${count} /Kids [${Array.from({ length: count }, (_, at) => `${at + 3} 0 R`).join(" ")}] >>`,
        ...Array.from({ length: count }, () => "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] >>"),
      );
    expect(await refusal("6000.pdf", pages(6000))).toMatchObject({
      cause: "too_many_pages",
      message: "This PDF has too many pages: 6,000, and 5,000 is the most.",
    });
    expect(await refusal("5000.pdf", pages(5000))).toMatchObject({ accepted: { pageCount: 5000 } });
  });
});
