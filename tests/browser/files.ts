import { createCipheriv } from "node:crypto";
import { PDFDocument } from "pdf-lib";
import sharp from "sharp";
import { smallPdf } from "../support/small-pdf";

/** What a file input takes. */
export interface GivenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const mimeType = "application/pdf";

export async function manualFile(title: string, seed: number): Promise<GivenFile> {
  return { name: `${title}.pdf`, mimeType, buffer: Buffer.from(await smallPdf(title, seed)) };
}

/** A text that only calls itself a PDF. */
export function falseFile(name: string): GivenFile {
  return { name, mimeType, buffer: Buffer.from("Dear reader,\nthis is not a PDF at all.\n") };
}

/** A manual of more than 20,000,000 bytes: one of its pages is a picture that no compression makes smaller. */
export async function largeFile(title: string, seed: number): Promise<GivenFile> {
  const side = 2_700;
  const noise = createCipheriv("aes-128-ctr", Buffer.alloc(16, seed), Buffer.alloc(16));
  const pixels = noise.update(Buffer.alloc(side * side * 3));
  const picture = await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .jpeg({ quality: 100, chromaSubsampling: "4:4:4" })
    .toBuffer();
  const pdf = await PDFDocument.load(await smallPdf(title, seed));
  const page = pdf.addPage([420, 420]);
  page.drawImage(await pdf.embedJpg(picture), { x: 0, y: 0, width: 420, height: 420 });
  const buffer = Buffer.from(await pdf.save());
  if (buffer.length <= 20_000_000) throw new Error(`The large PDF has only ${buffer.length} bytes.`);
  return { name: `${title}.pdf`, mimeType, buffer };
}
