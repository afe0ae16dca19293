import { type PDFDocument, type PDFFont, type PDFImage, StandardFonts } from "pdf-lib";
import { type Colour, mix, tint } from "./colour";

/** What a subject chooses about the look of its book. */
export type Theme = {
  serif: boolean;
  accent: Colour;
  second: Colour;
  cover: { layout: "top" | "band" | "frame"; ground: Colour; ink: Colour; motif: Colour };
};

/** The look of one book as every drawing function sees it. */
export type Style = {
  theme: Theme;
  regular: PDFFont;
  bold: PDFFont;
  ink: Colour;
  grey: Colour;
  rule: Colour;
  soft: Colour;
  series: readonly Colour[];
  pictures: ReadonlyMap<string, PDFImage>;
};

/** Embeds the book's two standard fonts and its JPEG pictures. */
export async function styleOf(
  pdf: PDFDocument,
  theme: Theme,
  jpegs: ReadonlyMap<string, Uint8Array>,
): Promise<Style> {
  const pictures = new Map<string, PDFImage>();
  for (const [name, bytes] of jpegs) pictures.set(name, await pdf.embedJpg(bytes));
  return {
    theme,
    regular: await pdf.embedFont(theme.serif ? StandardFonts.TimesRoman : StandardFonts.Helvetica),
    bold: await pdf.embedFont(theme.serif ? StandardFonts.TimesRomanBold : StandardFonts.HelveticaBold),
    ink: "#23252b",
    grey: "#6d717b",
    rule: "#c9ccd3",
    soft: tint(theme.accent, 0.1),
    series: [theme.accent, theme.second, tint(theme.accent, 0.5), mix(theme.second, "#202020", 0.5)],
    pictures,
  };
}
