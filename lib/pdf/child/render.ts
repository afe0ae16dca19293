import { type PdfDocument, withPage } from "./document";
import type { Engine } from "./engine";
import { Refusal } from "./refusal";

/** Pixels of a page: three bytes each, red, green, blue. */
export interface Picture {
  data: Buffer;
  width: number;
  height: number;
}

/** Flags of fpdfview.h: draw annotations, and put red before blue. */
const drawAnnotations = 0x01;
const reverseByteOrder = 0x10;
/** FPDFBitmap_BGR of fpdfview.h: three bytes to a pixel. */
const threeBytes = 2;
const white = 0xffffffff;

/**
 * Draws one page (counted from 0) on white, `shortest` pixels on its shorter side unless the longer one would
 * exceed `longest`. @throws Refusal unreadable.
 */
export function renderPage(
  document: PdfDocument,
  index: number,
  size: { shortest: number; longest: number },
): Picture {
  const { engine } = document;
  return withPage(document, index, (page) => {
    const { width, height } = pixelsOf(
      engine._FPDF_GetPageWidthF(page),
      engine._FPDF_GetPageHeightF(page),
      size,
    );
    const bitmap = engine._FPDFBitmap_CreateEx(width, height, threeBytes, 0, 0);
    if (bitmap === 0) throw new Error("no memory for the picture of a page");
    try {
      engine._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, white);
      engine._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, drawAnnotations | reverseByteOrder);
      return { data: rowsOf(engine, bitmap, width, height), width, height };
    } finally {
      engine._FPDFBitmap_Destroy(bitmap);
    }
  });
}

/** The engine pads each row to a multiple of four bytes. */
function rowsOf(engine: Engine, bitmap: number, width: number, height: number): Buffer {
  const from = engine._FPDFBitmap_GetBuffer(bitmap);
  const stride = engine._FPDFBitmap_GetStride(bitmap);
  const rows = Buffer.allocUnsafeSlow(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    const at = from + row * stride;
    rows.set(engine.HEAPU8.subarray(at, at + width * 3), row * width * 3);
  }
  return rows;
}

function pixelsOf(width: number, height: number, size: { shortest: number; longest: number }) {
  if (!(width > 0 && height > 0)) throw new Refusal("unreadable");
  const scale = Math.min(size.shortest / Math.min(width, height), size.longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
