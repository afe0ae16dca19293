import type { PDFDocument } from "pdf-lib";
import { type Box, type Pen, penIn } from "./pen";
import { wrap } from "./prose";
import type { Style } from "./style";

/** Six by nine inches, in points. */
export const PAGE = { width: 432, height: 648 } as const;
const MARGIN = 42;
const FOOT = 50;
const GAP = 15;

/** A piece of a page: it says how tall it may be, the page decides, then it draws itself in its box. */
export type Block = {
  measure(style: Style, width: number): { min: number; max: number };
  draw(pen: Pen): void;
};

export type ManualPage = { title: string; blocks: readonly Block[] };

export function manualPage(title: string, ...blocks: Block[]): ManualPage {
  return { title, blocks };
}

/** A drawing computed by its subject, with a caption below. Heights in points. */
export function drawing(
  caption: string,
  height: { min: number; max: number },
  draw: (pen: Pen) => void,
): Block {
  const captionHeight = 18;
  return {
    measure: () => ({ min: height.min + captionHeight, max: height.max + captionHeight }),
    draw(pen) {
      draw(pen.within({ x: 0, y: captionHeight, width: pen.width, height: pen.height - captionHeight }));
      pen.text(caption, pen.width / 2, 3, { size: 8.5, colour: pen.style.grey, align: "center" });
    },
  };
}

/** Adds a page: heading, blocks sharing the height, foot line. Throws when the blocks do not fit. */
export function addPage(
  pdf: PDFDocument,
  style: Style,
  book: { title: string; number: number },
  { title, blocks }: ManualPage,
): void {
  const page = pdf.addPage([PAGE.width, PAGE.height]);
  const width = PAGE.width - 2 * MARGIN;
  const sheet = penIn(page, style, { x: MARGIN, y: 0, width, height: PAGE.height });
  const top = drawHeading(sheet, title);

  const boxes = share(
    blocks.map((block) => block.measure(style, width)),
    top - FOOT,
    title,
  );
  let y = top;
  blocks.forEach((block, i) => {
    const height = boxes[i] ?? 0;
    const box: Box = { x: 0, y: y - height, width, height };
    block.draw(sheet.within(box));
    y -= height + GAP;
  });
  drawFoot(sheet, book);
}

function drawHeading(sheet: Pen, title: string): number {
  const { style } = sheet;
  const lines = wrap(title, style.bold, 21, sheet.width);
  let y = PAGE.height - MARGIN - 20;
  for (const line of lines) {
    sheet.text(line, 0, y, { size: 21, bold: true, colour: style.theme.accent });
    y -= 25;
  }
  sheet.rect(0, y + 13, 46, 3, { fill: style.theme.second });
  return y;
}

function drawFoot(sheet: Pen, book: { title: string; number: number }): void {
  const { grey, rule } = sheet.style;
  sheet.segment([0, 36], [sheet.width, 36], { colour: rule, width: 0.6 });
  sheet.text(book.title, 0, 23, { size: 8, colour: grey });
  sheet.text(String(book.number), sheet.width, 23, { size: 8, colour: grey, align: "right" });
}

/** Gives every block its least height, then hands the spare height to those that can grow. */
function share(wishes: readonly { min: number; max: number }[], room: number, title: string): number[] {
  const least = wishes.reduce((sum, wish) => sum + wish.min, GAP * (wishes.length - 1));
  if (least > room)
    throw new Error(`"${title}" needs ${Math.ceil(least - room)} points more than the page has`);
  const growth = wishes.reduce((sum, wish) => sum + wish.max - wish.min, 0);
  const part = growth === 0 ? 0 : Math.min(1, (room - least) / growth);
  return wishes.map((wish) => wish.min + (wish.max - wish.min) * part);
}
