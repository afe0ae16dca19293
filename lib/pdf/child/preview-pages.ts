import type { PdfDocument } from "./document";
import { fingerprint } from "./images";
import { Refusal } from "./refusal";
import { median } from "./text";

const side = 64;
const triesPerZone = 8;
/** Share of a page that is not background. A page of text has 10 % and more, a lone page number 0.2 %. */
const goodInk = 0.03;
const leastInk = 0.006;
/** Mean difference of grey (of 255) below which two pages look the same. */
const leastDifference = 1.5;

/**
 * At most `count` pages (counted from 0) that show what is inside: spread over the book, not the cover, not blank,
 * no two alike. Fewer when there are no more such pages.
 */
export async function choosePreviewPages(document: PdfDocument, count: number): Promise<number[]> {
  const zones = zonesOf(document.pageCount, count);
  const chosen: { index: number; picture: Buffer }[] = [];
  for (const zone of zones) {
    const taken = chosen.map(({ picture }) => picture);
    const page = await bestOf(document, zone, taken);
    if (page) chosen.push(page);
  }
  return chosen.map(({ index }) => index);
}

/** The pages behind the cover in `count` equal parts, each from its middle outwards. */
function zonesOf(pageCount: number, count: number): number[][] {
  const inside = Array.from({ length: pageCount - 1 }, (_, index) => index + 1);
  const zones = Math.min(count, inside.length);
  return Array.from({ length: zones }, (_, zone) => {
    const from = Math.floor((zone * inside.length) / zones);
    const to = Math.floor(((zone + 1) * inside.length) / zones);
    return middleOutwards(inside.slice(from, to)).slice(0, triesPerZone);
  });
}

function middleOutwards(pages: number[]): number[] {
  const middle = (pages.length - 1) / 2;
  return pages
    .map((page, at) => ({ page, distance: Math.abs(at - middle) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ page }) => page);
}

async function bestOf(document: PdfDocument, zone: number[], taken: Buffer[]) {
  let best: { index: number; picture: Buffer; ink: number } | null = null;
  for (const index of zone) {
    const picture = await pictureOf(document, index);
    if (picture === null || taken.some((other) => difference(other, picture) < leastDifference)) continue;
    const ink = inkOf(picture);
    if (ink >= goodInk) return { index, picture };
    if (ink >= leastInk && ink > (best?.ink ?? 0)) best = { index, picture, ink };
  }
  return best;
}

/** A single broken page is passed over. */
async function pictureOf(document: PdfDocument, index: number): Promise<Buffer | null> {
  try {
    return await fingerprint(document, index, side);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function inkOf(picture: Buffer): number {
  const values = [...picture];
  const background = median(values) ?? 255;
  return values.filter((value) => Math.abs(value - background) > 24).length / values.length;
}

function difference(a: Buffer, b: Buffer): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
}
