import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { constants, deflateRawSync, deflateSync } from "node:zlib";
import { PDFDocument, type PDFPage, rgb, StandardFonts } from "pdf-lib";
import { afterAll } from "vitest";

/** A folder for one test file, removed when its tests are done. */
export function workFolder(): { path: string; write: (name: string, bytes: Uint8Array | string) => string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), "pdf-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    path: folder,
    write: (name, bytes) => {
      const file = path.join(folder, name);
      writeFileSync(file, bytes);
      return file;
    },
  };
}

export interface TextLine {
  text: string;
  size: number;
  /** Points from the left and the bottom of the page. */
  x?: number;
  y: number;
}

export interface MadePage {
  width?: number;
  height?: number;
  lines?: TextLine[];
  /** Small running text, wrapped. */
  body?: string;
  /** A PNG that fills the page. */
  picture?: Uint8Array;
  draw?: (page: PDFPage) => void;
}

/** A PDF in Helvetica. Same input, same bytes but for its dates. */
export async function makePdf(pages: MadePage[], title?: string): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  if (title !== undefined) document.setTitle(title);
  for (const made of pages) {
    const page = document.addPage([made.width ?? 595, made.height ?? 842]);
    for (const { text, size, x = 60, y } of made.lines ?? []) page.drawText(text, { x, y, size, font });
    if (made.body) page.drawText(made.body, { x: 60, y: 640, size: 11, font, maxWidth: 470, lineHeight: 14 });
    if (made.picture) {
      const { width, height } = page.getSize();
      page.drawImage(await document.embedPng(made.picture), { x: 0, y: 0, width, height });
    }
    made.draw?.(page);
  }
  return document.save();
}

/** A picture-like area: what a page with drawings looks like. */
export function drawing(shade: number): (page: PDFPage) => void {
  return (page) => {
    for (let at = 0; at < 20; at += 1) {
      const color = rgb(shade, ((at * 7) % 10) / 10, 0.4);
      page.drawRectangle({ x: 50 + at * 20, y: 100 + at * 25, width: 120, height: 60, color });
    }
  };
}

export type RawObject = string | { dictionary: string; data: Buffer };

/** Writes objects 1, 2, ... as they are, with a right cross-reference table; object 1 is the catalogue. */
export function rawPdf(objects: RawObject[], trailer = ""): Buffer {
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n")];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  for (const [at, object] of objects.entries()) {
    offsets.push(length);
    add(Buffer.from(`${at + 1} 0 obj\n`));
    if (typeof object === "string") add(Buffer.from(object));
    else {
      add(Buffer.from(`<< ${object.dictionary} /Length ${object.data.length} >>\nstream\n`));
      add(object.data);
      add(Buffer.from("\nendstream"));
    }
    add(Buffer.from("\nendobj\n"));
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  const xref = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\n`;
  parts.push(Buffer.from(`${xref}startxref\n${length}\n%%EOF\n`));
  return Buffer.concat(parts);
}

const catalogue = "<< /Type /Catalog /Pages 2 0 R >>";

/** One page whose content is the given stream. */
export function onePage(content: RawObject, ...more: RawObject[]): Buffer {
  const pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
  const page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents 4 0 R >>";
  return rawPdf([catalogue, pages, page, content, ...more]);
}

/** A pages tree of the test's own choosing: object 2 is its root. */
export function pageTree(...objects: string[]): Buffer {
  return rawPdf([catalogue, ...objects]);
}

/** A zlib stream of zeros that is a thousand times smaller, made of one repeated block: gigabytes in no time. */
export function zeros(megabytes: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(16 * 1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH });
  const blocks = Array.from({ length: Math.ceil(megabytes / 16) }, () => block);
  return Buffer.concat([Buffer.from([0x78, 0x9c]), ...blocks]);
}

export function flate(data: Buffer): Buffer {
  return deflateSync(data);
}

const padding = Buffer.from("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a", "hex");

/** RC4, 40 bit (PDF 1.7, 7.6.3). With the empty user password it opens for everybody, with `locked` for nobody. */
export function encryptedPdf(locked: boolean): Buffer {
  const id = Buffer.alloc(16, 7);
  const owner = Buffer.alloc(32, 9);
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(-4);
  const key = createHash("md5")
    .update(Buffer.concat([padding, owner, permissions, id]))
    .digest()
    .subarray(0, 5);
  const user = locked ? Buffer.alloc(32, 3) : rc4(key, padding);
  const hex = (bytes: Buffer) => `<${bytes.toString("hex")}>`;
  const encrypt = `<< /Filter /Standard /V 1 /R 2 /O ${hex(owner)} /U ${hex(user)} /P -4 >>`;
  return rawPdf(
    [
      catalogue,
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] >>",
      encrypt,
    ],
    `/Encrypt 4 0 R /ID [${hex(id)} ${hex(id)}]`,
  );
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number) => {
    [state[a], state[b]] = [state[b] ?? 0, state[a] ?? 0];
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + (state[i] ?? 0) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255;
      j = (j + (state[i] ?? 0)) & 255;
      swap(i, j);
      return byte ^ (state[((state[i] ?? 0) + (state[j] ?? 0)) & 255] ?? 0);
    }),
  );
}

export const prose = {
  en: "This is the manual of the machine and it tells you how to use it with care. Before you begin, read all of the warnings that are printed in this book, and keep it for later use. If the light is not on, check that the cable has been connected and that the switch at the back is in the right place. ",
  de: "Diese Anleitung beschreibt die Bedienung der Maschine und wie sie gewartet wird. Lesen Sie bitte die Hinweise, bevor Sie mit der Arbeit beginnen, und bewahren Sie das Heft auf. Wenn die Lampe nicht leuchtet, ist das Kabel nicht mit dem Netz verbunden oder der Schalter auf der falschen Seite. ",
  fr: "Ce manuel vous explique comment utiliser la machine et les pièces qui sont dans la boîte. Avant de commencer, lisez les consignes de la page une, et gardez ce livre pour plus tard. Si la lampe ne brille pas, il faut que le câble soit dans la prise et que le bouton soit sur la bonne position pour vous. ",
  es: "Este manual es para el usuario de la máquina y explica cómo se usa con cuidado. Antes de empezar, lea los avisos que están en la página uno, y guarde el libro para más tarde. Si la luz no se enciende, el cable no está en su sitio o el botón no está en la posición que se indica en las figuras. ",
  it: "Questo manuale è per chi usa la macchina e spiega come si deve usare con cura. Prima di cominciare, leggere gli avvisi che sono nella pagina uno, e conservare il libro per il futuro. Se la luce non si accende, il cavo non è nella presa o il tasto non è nella posizione che si vede nelle figure della guida. ",
  nl: "Deze handleiding is voor de gebruiker van de machine en vertelt hoe het apparaat met zorg wordt gebruikt. Lees voor het begin de waarschuwingen die op de eerste bladzijde staan, en bewaar het boek. Als de lamp niet brandt, is de kabel niet in het stopcontact of staat de schakelaar niet op de juiste plaats. ",
  pt: "Este manual é para o usuário da máquina e explica como ela deve ser usada com cuidado. Antes de começar, leia os avisos que estão na página um, e guarde o livro para mais tarde. Se a luz não acende, o cabo não está na tomada ou o botão não está na posição que é mostrada nas figuras do guia. ",
};
