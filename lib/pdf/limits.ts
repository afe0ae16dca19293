/** What one PDF may cost. All of it is enforced on the child process that reads the file. */
export interface PdfLimits {
  /** Wall time of `inspectPdf`, milliseconds. */
  inspectMs: number;
  /** Wall time of `readPdf`, milliseconds. */
  readMs: number;
  /** Resident memory of the child, megabytes (1,048,576 bytes). Above it the child is killed. */
  memoryMb: number;
  /** JavaScript heap of the child, megabytes. */
  heapMb: number;
  /** Memory of the PDF engine inside the child, megabytes; the file itself lies in it. */
  engineMb: number;
  /** Most pages a manual may have. */
  pages: number;
  /** A stream of a page (text, drawing, font) may inflate to this many bytes. */
  streamBytes: number;
  /** A picture may inflate to this many bytes (A3 in colour at 600 dpi is 209 million). */
  imageBytes: number;
  /** A picture may declare this many pixels (width times height). */
  imagePixels: number;
  /** Bytes inflated in search of a bomb before the search ends. */
  inflateBytes: number;
  /** With `inflateBytes` used up, a file is a bomb when it grew more than this many times. */
  inflateRatio: number;
}

export const pdfLimits: PdfLimits = {
  inspectMs: 30_000,
  readMs: 120_000,
  memoryMb: 600,
  heapMb: 192,
  engineMb: 400,
  pages: 5_000,
  streamBytes: 128 * 1024 * 1024,
  imageBytes: 400 * 1024 * 1024,
  imagePixels: 1_000_000_000,
  inflateBytes: 2 * 1024 * 1024 * 1024,
  inflateRatio: 100,
};

/** Children at work at the same time in one server process; the others wait. */
export const pdfChildrenAtOnce = 2;

/** The header must begin within this many bytes of the start, as readers have always allowed. */
export const headerWindow = 1024;

/** `%%EOF` must stand within this many bytes of the end, zero bytes and white space not counted. */
export const endWindow = 2048;

/** Pages looked at for text and language, spread over the file. */
export const sampledPages = 24;

/** Etsy recommends 2,000 px and more on the shortest side, at most 10 MB; `longest` bounds extreme page shapes. */
export const etsyImage = { shortest: 2000, longest: 6000, bytes: 10 * 1024 * 1024 };

/** Gumroad shows covers at 1280x720 and takes no WebP. */
export const gumroadImage = { width: 1280, height: 720 };

/** Gumroad: square, at least 600x600, under 5 MB. */
export const thumbnailImage = { side: 1000, bytes: 5 * 1024 * 1024 };

/** Previews keep the detail of this many pixels on the shortest side, then are enlarged and marked. */
export const previewDetail = 1000;

export const previewCount = 3;
