import type { PDFFont } from "pdf-lib";
import type { Block } from "./page";
import type { Style } from "./style";

/** A paragraph of running text. */
export function text(words: string): Block {
  const lines = (style: Style, width: number): string[] => wrap(words, style.regular, sizeOf(style), width);
  return {
    measure: (style, width) => fixedHeight(lines(style, width).length * LEADING),
    draw(pen) {
      lines(pen.style, pen.width).forEach((line, i) => {
        pen.text(line, 0, pen.height - i * LEADING - 11, { size: sizeOf(pen.style) });
      });
    },
  };
}

/** A numbered list of things to do, in order. */
export function steps(items: readonly string[]): Block {
  const wrapped = (style: Style, width: number): string[][] =>
    items.map((item) => wrap(item, style.regular, sizeOf(style), width - INDENT));
  return {
    measure(style, width) {
      const lines = wrapped(style, width).flat().length;
      return fixedHeight(lines * LEADING + (items.length - 1) * GAP);
    },
    draw(pen) {
      const { theme } = pen.style;
      let y = pen.height - 11;
      wrapped(pen.style, pen.width).forEach((lines, i) => {
        pen.text(`${i + 1}.`, 2, y, { size: sizeOf(pen.style), bold: true, colour: theme.accent });
        for (const line of lines) {
          pen.text(line, INDENT, y, { size: sizeOf(pen.style) });
          y -= LEADING;
        }
        y -= GAP;
      });
    },
  };
}

/** Breaks words into lines no wider than `width` points. */
export function wrap(words: string, font: PDFFont, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && font.widthOfTextAtSize(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}

const LEADING = 15;
const GAP = 4;
const INDENT = 20;

// Times looks smaller than Helvetica at the same size.
const sizeOf = (style: Style): number => (style.theme.serif ? 11.5 : 10.5);

const fixedHeight = (height: number): { min: number; max: number } => ({ min: height, max: height });
