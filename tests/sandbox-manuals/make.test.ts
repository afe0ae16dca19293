import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PDFiumLibrary } from "@hyzyla/pdfium";
import { PDFDocument } from "pdf-lib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleManuals, type SampleManual, smallEdition } from "../sandbox/manuals/make";

const SCANNED = "vintage-lathe-setup-chart.pdf";
const LARGE = "wood-finishing-and-grain-atlas.pdf";
const JUNK_TITLE = "carburetor-rebuild-and-jetting.pdf";

let dir: string;
let manuals: SampleManual[];
let small: SampleManual;
/** The words of each page, by file name. */
const words = new Map<string, string[]>();

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "sample-manuals-"));
  manuals = await makeSampleManuals(join(dir, "first"));
  small = await smallEdition(join(dir, "small"));
  for (const manual of [...manuals, small]) words.set(manual.fileName, await pageWords(manual.file));
}, 120_000);

afterAll(() => rm(dir, { recursive: true, force: true }));

describe("the fourteen sample manuals", () => {
  test("are fourteen files with different names and titles, and nothing else in the folder", async () => {
    expect(manuals).toHaveLength(14);
    expect(new Set(manuals.map(({ title }) => title)).size).toBe(14);
    const names = manuals.map(({ fileName }) => fileName).sort();
    expect((await readdir(join(dir, "first"))).sort()).toEqual(names);
    for (const { file, fileName } of manuals) expect(file).toBe(join(dir, "first", fileName));
  });

  test("have as many pages as they say, between eight and sixteen", () => {
    for (const { fileName, pages } of [...manuals, small]) {
      expect(words.get(fileName), fileName).toHaveLength(pages);
      expect(pages, fileName).toBeGreaterThanOrEqual(8);
      expect(pages, fileName).toBeLessThanOrEqual(16);
    }
  });

  test("show the title on the cover and list every page in the contents", () => {
    for (const { fileName, title } of printed()) {
      const [cover = "", contents = "", ...pages] = words.get(fileName) ?? [];
      expect(cover, fileName).toContain(title);
      for (const [i, page] of pages.entries()) {
        const number = String(i + 3);
        // A page ends with the foot line: the book's title and the page's number.
        expect(page, fileName).toMatch(new RegExp(`${title} ${number}$`));
        expect(contents, fileName).toMatch(new RegExp(`\\b${number}\\b`));
      }
    }
  });

  test("repeat no page, within a manual or between two", () => {
    const seen = new Map<string, string>();
    for (const { fileName, title } of printed())
      for (const page of words.get(fileName) ?? []) {
        const body = page.replaceAll(title, "").replace(/\d+$/, "").trim();
        expect(body.length, fileName).toBeGreaterThan(40);
        expect(seen.get(body), `${fileName}: ${body.slice(0, 60)}`).toBeUndefined();
        seen.set(body, fileName);
      }
  });

  test("repeat no paragraph between two manuals", () => {
    const seen = new Map<string, string>();
    for (const { fileName } of printed())
      for (const sentence of (words.get(fileName) ?? []).join(" ").match(/[A-Z][^.!?]{60,}[.!?]/g) ?? []) {
        expect([undefined, fileName], sentence).toContain(seen.get(sentence));
        seen.set(sentence, fileName);
      }
    expect(seen.size).toBeGreaterThan(150);
  });

  test("carry their title as metadata, but for the scan without one and the one with a leftover", async () => {
    for (const { file, fileName, title } of manuals) {
      const kept = (await PDFDocument.load(await readFile(file), { updateMetadata: false })).getTitle();
      if (fileName === SCANNED) expect(kept).toBeUndefined();
      else expect(kept).toBe(fileName === JUNK_TITLE ? "Microsoft Word - final2.doc" : title);
    }
  });

  test("come with tags, a description and a price that a shop accepts", () => {
    for (const { fileName, tags, description, price, rights } of manuals) {
      expect(tags.length, fileName).toBeGreaterThanOrEqual(8);
      expect(tags.length, fileName).toBeLessThanOrEqual(13);
      expect(new Set(tags).size, fileName).toBe(tags.length);
      for (const tag of tags) expect(tag, fileName).toMatch(/^[a-z0-9 ]{3,20}$/);
      expect(description.length, fileName).toBeGreaterThan(200);
      if (price !== undefined) expect(price, fileName).toMatch(/^\d{1,2}\.\d{2}$/);
      expect(rights).toBe("own_work");
    }
    expect(manuals.filter(({ price }) => price === undefined).length).toBe(2);
  });

  test("are the same bytes when made again", async () => {
    const again = await makeSampleManuals(join(dir, "second"));
    const digests = async (list: SampleManual[]): Promise<string[]> =>
      Promise.all(list.map(async ({ file }) => digest(await readFile(file))));
    expect(await digests(again)).toEqual(await digests(manuals));
  }, 60_000);
});

describe("the special manuals", () => {
  test("the scan has no text at all, and a picture on every page", async () => {
    expect((words.get(SCANNED) ?? []).join("")).toBe("");
    const scan = await PDFDocument.load(await readFile(named(SCANNED).file), { updateMetadata: false });
    for (const page of scan.getPages()) expect(page.node.Resources()?.toString()).toContain("/XObject");
  });

  test("the large one is over 20,000,000 bytes and under 26 MB, all others are small", async () => {
    for (const { file, fileName } of manuals) {
      const { size } = await stat(file);
      if (fileName !== LARGE) expect(size, fileName).toBeLessThan(2_000_000);
      else {
        expect(size).toBeGreaterThan(20_000_000);
        expect(size).toBeLessThan(26_000_000);
      }
    }
  });

  test("its small edition is under 15,000,000 bytes, says the same, and is not in the list", async () => {
    expect((await stat(small.file)).size).toBeLessThan(15_000_000);
    expect(words.get(small.fileName)).toEqual(words.get(LARGE));
    expect(small.title).toBe(named(LARGE).title);
    expect(manuals.map(({ fileName }) => fileName)).not.toContain(small.fileName);
    expect(dirname(small.file)).toBe(join(dir, "small"));
  });
});

const printed = (): SampleManual[] => manuals.filter(({ fileName }) => fileName !== SCANNED);

function named(fileName: string): SampleManual {
  const manual = manuals.find((one) => one.fileName === fileName);
  if (!manual) throw new Error(`no manual named ${fileName}`);
  return manual;
}

const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function pageWords(file: string): Promise<string[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(await readFile(file));
  const pages = [...document.pages()].map((page) => page.getText().replace(/\s+/g, " ").trim());
  document.destroy();
  library.destroy();
  return pages;
}
