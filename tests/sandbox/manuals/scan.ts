import { PDFiumLibrary } from "@hyzyla/pdfium";
import { PDFDocument } from "pdf-lib";
import sharp from "sharp";
import { stampDates } from "./book";
import { seeded } from "./numbers";
import { PAGE } from "./page";

const DPI = 110;

/** The same pages as a flatbed scanner would give them: pictures only, slightly crooked, no words, no title. */
export async function scanOf(book: Uint8Array): Promise<Uint8Array> {
  const chance = seeded(1931);
  const scan = await PDFDocument.create({ updateMetadata: false });
  scan.setCreator("Flatbed scanner");
  stampDates(scan);
  for (const jpeg of await photograph(book, () => (chance() - 0.5) * 1.2)) {
    const image = await scan.embedJpg(jpeg);
    scan
      .addPage([PAGE.width, PAGE.height])
      .drawImage(image, { x: 0, y: 0, width: PAGE.width, height: PAGE.height });
  }
  return scan.save();
}

/** Every page as JPEG, turned by the degrees that `tilt` gives for it. */
async function photograph(book: Uint8Array, tilt: () => number): Promise<Buffer[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(book);
  const pictures: Buffer[] = [];
  for (const page of document.pages()) {
    const { data } = await page.render({
      scale: DPI / 72,
      render: async ({ data, width, height }) => {
        const flat = sharp(data, { raw: { width, height, channels: 4 } }).flatten({ background: "#ffffff" });
        const turned = await flat.rotate(tilt(), { background: "#f4efe2" }).png().toBuffer();
        return sharp(turned)
          .resize(width, height, { fit: "cover" })
          .linear([0.9, 0.88, 0.8], [18, 16, 12])
          .jpeg({ quality: 72 })
          .toBuffer();
      },
    });
    pictures.push(Buffer.from(data));
  }
  document.destroy();
  library.destroy();
  return pictures;
}
