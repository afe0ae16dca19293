import type { PDFDocument } from "pdf-lib";
import { mix } from "./colour";
import { PAGE } from "./page";
import { type Pen, penIn } from "./pen";
import { wrap } from "./prose";
import type { Style } from "./style";

type Cover = { title: string; subtitle: string; motif: (pen: Pen) => void };

const MARGIN = 40;
const PRESS = "PLAIN TABLES PRESS";

/** The first page: one ground colour, the title as large as it fits, and the subject's drawn motif. */
export function addCover(pdf: PDFDocument, style: Style, cover: Cover): void {
  const { theme } = style;
  const sheet = penIn(pdf.addPage([PAGE.width, PAGE.height]), style, { x: 0, y: 0, ...PAGE });
  sheet.rect(0, 0, PAGE.width, PAGE.height, { fill: theme.cover.ground });
  if (theme.cover.layout === "top") titleOnTop(sheet, cover);
  else if (theme.cover.layout === "band") titleOnBand(sheet, cover);
  else titleInFrame(sheet, cover);
}

function titleOnTop(sheet: Pen, { title, subtitle, motif }: Cover): void {
  const { cover } = sheet.style.theme;
  const below = setTitle(sheet, title, { x: MARGIN, top: PAGE.height - 52, colour: cover.ink });
  const under = setSubtitle(sheet, subtitle, { x: MARGIN, top: below - 14, colour: cover.motif });
  motif(sheet.within({ x: MARGIN, y: 74, width: PAGE.width - 2 * MARGIN, height: under - 74 - 26 }));
  sheet.segment([MARGIN, 54], [PAGE.width - MARGIN, 54], { colour: cover.ink, width: 0.8 });
  sheet.text(PRESS, MARGIN, 36, { size: 9, bold: true, colour: cover.ink });
}

function titleOnBand(sheet: Pen, { title, subtitle, motif }: Cover): void {
  const { cover } = sheet.style.theme;
  const bandTop = 300;
  sheet.rect(0, 0, PAGE.width, bandTop, { fill: cover.ink });
  sheet.rect(0, bandTop - 8, PAGE.width, 8, { fill: cover.motif });
  motif(
    sheet.within({
      x: MARGIN,
      y: bandTop + 26,
      width: PAGE.width - 2 * MARGIN,
      height: PAGE.height - bandTop - 62,
    }),
  );
  const below = setTitle(sheet, title, { x: MARGIN, top: bandTop - 36, colour: cover.ground });
  setSubtitle(sheet, subtitle, { x: MARGIN, top: below - 12, colour: mix(cover.ground, cover.ink, 0.25) });
  sheet.text(PRESS, MARGIN, 26, { size: 9, bold: true, colour: cover.ground });
}

function titleInFrame(sheet: Pen, { title, subtitle, motif }: Cover): void {
  const { cover } = sheet.style.theme;
  sheet.rect(20, 20, PAGE.width - 40, PAGE.height - 40, { colour: cover.ink, width: 2 });
  sheet.rect(27, 27, PAGE.width - 54, PAGE.height - 54, { colour: cover.ink, width: 0.7 });
  sheet.text(PRESS, PAGE.width / 2, PAGE.height - 58, {
    size: 9,
    bold: true,
    colour: cover.ink,
    align: "center",
  });
  const middle = { x: PAGE.width / 2, centred: true };
  const below = setTitle(sheet, title, { ...middle, top: PAGE.height - 92, colour: cover.ink });
  const under = setSubtitle(sheet, subtitle, { ...middle, top: below - 12, colour: cover.motif });
  motif(sheet.within({ x: 56, y: 54, width: PAGE.width - 112, height: under - 54 - 22 }));
}

type Place = { x: number; top: number; colour: string; centred?: boolean };

/** Sets the title in at most three lines, as large as that allows; gives the height of its lower edge. */
function setTitle(sheet: Pen, title: string, place: Place): number {
  const { bold } = sheet.style;
  const width = PAGE.width - 2 * (MARGIN + (place.centred ? 8 : 0));
  const fits = (size: number): boolean => {
    const lines = wrap(title, bold, size, width);
    return lines.length <= 3 && lines.every((line) => bold.widthOfTextAtSize(line, size) <= width);
  };
  const size = [54, 50, 46, 43, 40, 37, 34, 31, 28].find(fits) ?? 26;
  return setLines(sheet, wrap(title, bold, size, width), size, true, place);
}

function setSubtitle(sheet: Pen, subtitle: string, place: Place): number {
  const lines = wrap(subtitle, sheet.style.regular, 14, PAGE.width - 2 * (MARGIN + (place.centred ? 8 : 0)));
  return setLines(sheet, lines, 14, false, place);
}

function setLines(sheet: Pen, lines: readonly string[], size: number, bold: boolean, place: Place): number {
  const leading = size * (bold ? 1.06 : 1.3);
  const align = place.centred ? "center" : "left";
  lines.forEach((line, i) => {
    const y = place.top - size * 0.75 - i * leading;
    sheet.text(line, place.x, y, { size, bold, colour: place.colour, align });
  });
  return place.top - size * 0.75 - (lines.length - 1) * leading - size * 0.2;
}
