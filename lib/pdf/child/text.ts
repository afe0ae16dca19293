import { type PdfDocument, withPage } from "./document";
import type { Engine } from "./engine";

/** A line of a page as it is drawn. Sizes and places are in points (1/72 inch). */
export interface Line {
  text: string;
  /** The size of most of its letters. */
  size: number;
  /** The baseline, as a share of the page's height: 1 is the top. */
  height: number;
  /** The baseline in points from the bottom. */
  baseline: number;
}

export interface PageText {
  /** From the top to the bottom of the page. */
  lines: Line[];
  hasImages: boolean;
}

const mostCharacters = 20_000;
const mostObjects = 2_000;
/** FPDF_PAGEOBJ_IMAGE of fpdf_edit.h. */
const imageObject = 3;

/** The text of one page (counted from 0) in lines. Text that is not drawn upright is left out. */
export function readPageText(document: PdfDocument, index: number): PageText {
  const { engine } = document;
  return withPage(document, index, (page) => {
    const pageHeight = engine._FPDF_GetPageHeightF(page) || 1;
    const lines = linesOf(charactersOf(engine, page), pageHeight);
    lines.sort((a, b) => b.baseline - a.baseline);
    return { lines, hasImages: hasImages(engine, page) };
  });
}

/** The letters of a page's lines, readable text for counting words. */
export function plainText(page: PageText): string {
  return page.lines.map((line) => line.text).join("\n");
}

interface Character {
  code: number;
  size: number;
  baseline: number;
  upright: boolean;
}

function charactersOf(engine: Engine, page: number): Character[] {
  const text = engine._FPDFText_LoadPage(page);
  if (text === 0) return [];
  const room = engine._malloc(48);
  try {
    const count = Math.min(engine._FPDFText_CountChars(text), mostCharacters);
    return Array.from({ length: Math.max(0, count) }, (_, index) => characterAt(engine, text, index, room));
  } finally {
    engine._free(room);
    engine._FPDFText_ClosePage(text);
  }
}

/** The font size alone may be 1 with a matrix that does the scaling. */
function characterAt(engine: Engine, text: number, index: number, room: number): Character {
  const code = engine._FPDFText_GetUnicode(text, index);
  const matrixAt = room >> 2;
  const hasMatrix = engine._FPDFText_GetMatrix(text, index, room) !== 0;
  const [a = 1, b = 0, c = 0, d = 1] = hasMatrix ? engine.HEAPF32.slice(matrixAt, matrixAt + 4) : [];
  const originAt = (room + 32) >> 3;
  engine._FPDFText_GetCharOrigin(text, index, room + 32, room + 40);
  return {
    code,
    size: engine._FPDFText_GetFontSize(text, index) * Math.hypot(c, d),
    baseline: engine.HEAPF64[originAt + 1] ?? 0,
    upright: a > 0 && Math.abs(b) < 0.2 * a,
  };
}

function linesOf(characters: Character[], pageHeight: number): Line[] {
  const lines: Line[] = [];
  let open: Character[] = [];
  const close = () => {
    const line = lineOf(open, pageHeight);
    if (line) lines.push(line);
    open = [];
  };
  for (const character of characters) {
    if (character.code === 0x0a || character.code === 0x0d) close();
    else open.push(character);
  }
  close();
  return lines;
}

function lineOf(characters: Character[], pageHeight: number): Line | null {
  const letters = characters.filter(({ code, upright }) => upright && code > 0x20);
  const text = tidy(characters.map(({ code }) => printable(code)).join(""));
  const middle = median(letters.map(({ size }) => size));
  if (text === "" || letters.length * 2 < text.length || middle === null) return null;
  const baseline = median(letters.map((letter) => letter.baseline)) ?? 0;
  return { text, size: middle, baseline, height: baseline / pageHeight };
}

/** Control characters, among them the engine's mark for a hyphen at a line's end (U+0002), say nothing. */
function printable(code: number): string {
  if (code === 0xfffe || code === 0xffff || code > 0x10ffff) return "";
  if (code < 0x20) return code === 0x09 ? " " : "";
  return String.fromCodePoint(code);
}

/** TeX draws an accent and its letter apart ("¨o"); ligatures are one character ("ﬁ"). */
function tidy(text: string): string {
  const combining: Record<string, string> = {
    "¨": "\u0308",
    "´": "\u0301",
    "˜": "\u0303",
    ˆ: "\u0302",
    ˇ: "\u030c",
  };
  return text
    .replace(/([¨´˜ˆˇ])(\p{L})/gu, (_, accent: string, letter: string) => letter + (combining[accent] ?? ""))
    .replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize("NFKC"))
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .trim();
}

export function median(values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

function hasImages(engine: Engine, page: number): boolean {
  const count = Math.min(engine._FPDFPage_CountObjects(page), mostObjects);
  for (let index = 0; index < count; index += 1) {
    if (engine._FPDFPageObj_GetType(engine._FPDFPage_GetObject(page, index)) === imageObject) return true;
  }
  return false;
}
