import type { Block } from "./page";
import type { Pen } from "./pen";

type Table = {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** Columns of words are set to the left, all others to the right; counted from 0. */
  words?: readonly number[];
  note?: string;
};

const LARGEST = 10.5;
const PADDING = 10;

/** A table with a coloured head, striped rows and an optional note below. Throws when a row has a cell too many. */
export function table({ head, rows, words = [0], note }: Table): Block {
  for (const row of rows)
    if (row.length !== head.length)
      throw new Error(`${row.length} cells under ${head.length} heads: ${row[0]}`);
  const lines = rows.length + 1;
  const noteHeight = note ? 16 : 0;

  return {
    measure: () => ({ min: lines * 15 + noteHeight, max: lines * 27 + noteHeight }),
    draw(pen) {
      const { style } = pen;
      const rowHeight = (pen.height - noteHeight) / lines;
      const { edges, size } = columns(pen, [head, ...rows]);
      const write = (cells: readonly string[], y: number, colour: string, bold: boolean): void =>
        cells.forEach((cell, i) => {
          const left = words.includes(i);
          pen.text(
            cell,
            left ? (edges[i] ?? 0) + 5 : (edges[i + 1] ?? pen.width) - 5,
            y + rowHeight / 2 - size * 0.34,
            {
              size,
              bold: bold || (i === 0 && left),
              colour,
              align: left ? "left" : "right",
            },
          );
        });

      pen.rect(0, pen.height - rowHeight, pen.width, rowHeight, { fill: style.theme.accent });
      write(head, pen.height - rowHeight, "#ffffff", true);
      rows.forEach((row, i) => {
        const y = pen.height - rowHeight * (i + 2);
        if (i % 2 === 1) pen.rect(0, y, pen.width, rowHeight, { fill: style.soft });
        write(row, y, style.ink, false);
      });
      pen.segment([0, noteHeight], [pen.width, noteHeight], { colour: style.theme.accent, width: 0.8 });
      if (note) writeNote(pen, note);
    },
  };
}

/** Every column as wide as its widest cell, spare width shared; letters shrink when the cells do not fit. */
function columns(pen: Pen, lines: readonly (readonly string[])[]): { edges: number[]; size: number } {
  const wanted = (lines[0] ?? []).map((_, i) =>
    Math.max(...lines.map((line) => pen.style.bold.widthOfTextAtSize(line[i] ?? "", 1))),
  );
  const letters = wanted.reduce((sum, width) => sum + width, 0);
  const size = Math.min(LARGEST, (pen.width - wanted.length * PADDING) / letters);
  const spare = (pen.width - letters * size) / wanted.length;
  const edges = wanted.map((_, i) =>
    wanted.slice(0, i).reduce((sum, width) => sum + width * size + spare, 0),
  );
  return { edges, size };
}

function writeNote(pen: Pen, note: string): void {
  if (pen.style.regular.widthOfTextAtSize(note, 8) > pen.width)
    throw new Error(`the note is too long: ${note}`);
  pen.text(note, 0, 3, { size: 8, colour: pen.style.grey });
}
