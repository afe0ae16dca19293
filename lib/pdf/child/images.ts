import { writeFile } from "node:fs/promises";
import path from "node:path";
import sharp, { type Sharp } from "sharp";
import type { FactsAnswer, ImageAnswer } from "../answer";
import { etsyImage, gumroadImage, previewDetail, thumbnailImage } from "../limits";
import type { PdfDocument } from "./document";
import { type Picture, renderPage } from "./render";
import { watermark } from "./watermark";

const paper = "#ffffff";
const desk = "#eceae6";
const qualities = [86, 74, 60, 45];

/** One picture at a time: memory matters more than speed here. */
sharp.cache(false);
sharp.concurrency(1);

/** Draws page 1 as cover and thumbnail. */
export async function writeCover(
  document: PdfDocument,
  out: string,
): Promise<Pick<FactsAnswer, "cover" | "thumbnail">> {
  const etsy = await writeJpeg(enlarged(renderPage(document, 0, etsyImage)), out, "cover-etsy.jpg");
  const large = path.join(out, etsy.file);
  const gumroad = await writeJpeg(onDesk(large, gumroadImage), out, "cover-gumroad.jpg");
  const square = { width: thumbnailImage.side, height: thumbnailImage.side };
  const thumbnail = await writeJpeg(onDesk(large, square), out, "thumbnail.jpg", thumbnailImage.bytes);
  return { cover: { etsy, gumroad }, thumbnail };
}

/** Draws one page (counted from 0) with little detail, enlarges it and marks it PREVIEW. */
export async function writePreview(
  document: PdfDocument,
  index: number,
  number: number,
  out: string,
): Promise<FactsAnswer["previews"][number]> {
  const detail = { shortest: previewDetail, longest: etsyImage.longest / 2 };
  const page = renderPage(document, index, detail);
  const { width, height } = etsySize(page);
  const marked = enlarged(page).composite([{ input: watermark(width, height) }]);
  const etsy = await writeJpeg(marked, out, `preview-${number}-etsy.jpg`);
  const small = onDesk(path.join(out, etsy.file), gumroadImage);
  const gumroad = await writeJpeg(small, out, `preview-${number}-gumroad.jpg`);
  return { page: index + 1, etsy, gumroad };
}

/** As large as Etsy wants it; a page of extreme shape gets white at its sides. */
function enlarged(page: Picture): Sharp {
  return pixels(page).resize({ ...etsySize(page), fit: "contain", background: paper });
}

function etsySize({ width, height }: Picture): { width: number; height: number } {
  const scale = Math.min(
    etsyImage.shortest / Math.min(width, height),
    etsyImage.longest / Math.max(width, height),
  );
  return {
    width: Math.max(etsyImage.shortest, Math.round(width * scale)),
    height: Math.max(etsyImage.shortest, Math.round(height * scale)),
  };
}

/** Made from the large JPEG: libvips shrinks it while it reads, which takes a tenth of the memory. */
function onDesk(file: string, { width, height }: { width: number; height: number }): Sharp {
  return sharp(file).resize({ width, height, fit: "contain", background: desk });
}

function pixels({ data, width, height }: Picture): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

async function writeJpeg(
  picture: Sharp,
  out: string,
  file: string,
  mostBytes = etsyImage.bytes,
): Promise<ImageAnswer> {
  for (const quality of qualities) {
    const { data, info } = await picture.clone().jpeg({ quality }).toBuffer({ resolveWithObject: true });
    if (data.length >= mostBytes) continue;
    await writeFile(path.join(out, file), data);
    return { file, width: info.width, height: info.height };
  }
  throw new Error(`${file} stays above ${mostBytes} bytes`);
}

/** A page as a small grey picture, for comparing pages; `side` pixels in both directions. */
export async function fingerprint(document: PdfDocument, index: number, side: number): Promise<Buffer> {
  const small = renderPage(document, index, { shortest: side * 2, longest: side * 8 });
  return pixels(small).resize({ width: side, height: side, fit: "fill" }).greyscale().raw().toBuffer();
}
