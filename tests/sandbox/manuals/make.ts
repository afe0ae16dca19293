import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { printBook, type Subject } from "./book";
import { scanOf } from "./scan";
import { bees } from "./subjects/bees";
import { bookbinding } from "./subjects/bookbinding";
import { canning } from "./subjects/canning";
import { carburetor } from "./subjects/carburetor";
import { castIron } from "./subjects/castiron";
import { darkroom } from "./subjects/darkroom";
import { hydroponics } from "./subjects/hydroponics";
import { knots } from "./subjects/knots";
import { lathe } from "./subjects/lathe";
import { solar } from "./subjects/solar";
import { sourdough } from "./subjects/sourdough";
import { watch } from "./subjects/watch";
import { wheel } from "./subjects/wheel";
import { wood } from "./subjects/wood";
import { woodPictures } from "./subjects/wood-boards";

/** A manual on disk with the facts its author would give when bringing it in. */
export type SampleManual = {
  /** Path of the PDF, below the folder it was made in. */
  file: string;
  fileName: string;
  title: string;
  pages: number;
  /** Decimal amount as a person would type it, such as "12.50"; left out where the author has not decided. */
  price?: string;
  /** At most thirteen of at most twenty characters, as Etsy allows. */
  tags: string[];
  description: string;
  rights: "own_work";
  note?: string;
};

const PRINTED = [
  sourdough,
  knots,
  solar,
  watch,
  canning,
  wheel,
  darkroom,
  bees,
  castIron,
  hydroponics,
  bookbinding,
  carburetor,
];

/**
 * Writes the fourteen manuals into `dir` (made when missing), the same bytes every time: twelve ordinary ones,
 * one that is only pictures of its pages (no text layer), and one of more than 20,000,000 bytes.
 */
export async function makeSampleManuals(dir: string): Promise<SampleManual[]> {
  await mkdir(dir, { recursive: true });
  const made: SampleManual[] = [];
  for (const subject of PRINTED) made.push(await keep(dir, subject, await printBook(subject)));
  made.push(await keep(dir, lathe, await scanOf(await printBook(lathe))));
  made.push(await keep(dir, wood, await printBook(wood, await woodPictures("full"))));
  return made;
}

/** Writes the large manual again with stronger compression, under 15,000,000 bytes: same pages, same words. */
export async function smallEdition(dir: string): Promise<SampleManual> {
  await mkdir(dir, { recursive: true });
  const fileName = wood.fileName.replace(/\.pdf$/, "-small.pdf");
  return keep(dir, { ...wood, fileName }, await printBook(wood, await woodPictures("small")));
}

async function keep(dir: string, subject: Subject, bytes: Uint8Array): Promise<SampleManual> {
  const file = join(dir, subject.fileName);
  await writeFile(file, bytes);
  const { fileName, title, price, tags, description, note } = subject;
  // The cover and the contents come before the subject's own pages.
  return {
    file,
    fileName,
    title,
    pages: subject.pages.length + 2,
    price,
    tags,
    description,
    rights: "own_work",
    note,
  };
}

/** `node --import tsx tests/sandbox/manuals/make.ts <folder>` */
async function command(dir: string | undefined): Promise<void> {
  if (!dir) throw new Error("Say which folder the manuals go to.");
  // The small edition is kept apart, so that taking in the whole folder does not take the same manual twice.
  const made = [...(await makeSampleManuals(dir)), await smallEdition(join(dir, "small-edition"))];
  for (const { file, pages } of made)
    console.log(`${(await stat(file)).size} bytes, ${pages} pages: ${file}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await command(process.argv[2]);
