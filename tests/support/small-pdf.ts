import { PDFDocument, StandardFonts } from "pdf-lib";

/** A real PDF of five pages with a title on the first and different text on each. */
export async function smallPdf(title: string, seed: number): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  for (let number = 1; number <= 5; number += 1) {
    const page = pdf.addPage([420, 595]);
    if (number === 1) page.drawText(title, { x: 40, y: 480, size: 24, font });
    // A bar chart, so that no two pages look alike.
    for (let bar = 0; bar < 6; bar += 1) {
      const height = 10 + ((seed * 13 + number * 37 + bar * number * 29) % 120);
      page.drawRectangle({ x: 40 + bar * 58, y: 440, width: 40, height: number === 1 ? 4 : height });
    }
    for (let line = 0; line < 20; line += 1) {
      const value = ((seed * 31 + number * 17 + line * 7) % 97) / 10;
      page.drawText(
        `Row ${line + 1} of the table on this page reads ${value} units at step ${line * number}.`,
        { x: 40, y: 420 - line * 18, size: 9, font },
      );
    }
  }
  return pdf.save();
}
