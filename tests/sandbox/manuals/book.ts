import { PDFDocument } from "pdf-lib";
import { contentsPage } from "./contents";
import { addCover } from "./cover";
import { addPage, type ManualPage } from "./page";
import type { Pen } from "./pen";
import { styleOf, type Theme } from "./style";

/** Everything that makes one manual: what the shop needs to know, how it looks, what it says. */
export type Subject = {
  fileName: string;
  title: string;
  subtitle: string;
  /** Decimal euros or dollars as a person would type it, such as "12.50". */
  price?: string;
  tags: string[];
  description: string;
  note?: string;
  theme: Theme;
  motif: (pen: Pen) => void;
  opening: string;
  pages: ManualPage[];
  /** What the file says its title is, where that differs from the real one. */
  metadataTitle?: string;
};

// Fixed, so that the same subject always gives the same bytes.
const PRINTED = new Date("2026-03-02T09:00:00Z");

/** Sets the book and gives the PDF's bytes, the same ones every time. */
export async function printBook(
  subject: Subject,
  jpegs: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setTitle(subject.metadataTitle ?? subject.title);
  pdf.setAuthor("Plain Tables Press");
  pdf.setSubject(subject.subtitle);
  pdf.setKeywords(subject.tags);
  pdf.setProducer("Plain Tables Press");
  pdf.setCreator("Plain Tables Press");
  stampDates(pdf);

  const style = await styleOf(pdf, subject.theme, jpegs);
  addCover(pdf, style, subject);
  const contents = contentsPage(subject.opening, subject.pages, 3);
  [contents, ...subject.pages].forEach((page, i) => {
    addPage(pdf, style, { title: subject.title, number: i + 2 }, page);
  });
  return pdf.save();
}

/** Gives the file its two dates, always the same. */
export function stampDates(pdf: PDFDocument): void {
  pdf.setCreationDate(PRINTED);
  pdf.setModificationDate(PRINTED);
}
