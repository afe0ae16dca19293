import type { FactsAnswer } from "../answer";
import type { PdfJob } from "../job";
import { previewCount, sampledPages } from "../limits";
import { metadataTitle, openDocument, type PdfDocument, spreadPages } from "./document";
import { startEngine } from "./engine";
import { loadFile } from "./file";
import { hasText } from "./has-text";
import { writeCover, writePreview } from "./images";
import { languageOf } from "./language";
import { choosePreviewPages } from "./preview-pages";
import { Refusal } from "./refusal";
import { plainText, readPageText } from "./text";
import { bodySizeOf, titleOf } from "./title";

const firstPages = 3;

/** The facts of a manual; its images go into `job.out`. @throws Refusal. */
export async function read(fd: number, job: PdfJob): Promise<Omit<FactsAnswer, "peakMb">> {
  const engine = await startEngine();
  const file = loadFile(engine, fd);
  const document = openDocument(engine, file);
  if (document.pageCount > job.limits.pages) throw new Refusal("too_many_pages", document.pageCount);

  const text = readText(document, job.fileName);
  const cover = await writeCover(document, job.out);
  const previews: FactsAnswer["previews"] = [];
  for (const index of await choosePreviewPages(document, previewCount)) {
    previews.push(await writePreview(document, index, previews.length + 1, job.out));
  }
  return { pageCount: document.pageCount, ...text, ...cover, previews };
}

function readText(
  document: PdfDocument,
  fileName: string,
): Pick<FactsAnswer, "title" | "hasText" | "language"> {
  const sample = spreadPages(document.pageCount, sampledPages).map((index) => readPageText(document, index));
  const searchable = hasText(sample);
  const first = spreadPages(Math.min(document.pageCount, firstPages), firstPages);
  const title = titleOf({
    firstPages: searchable ? first.map((index) => readPageText(document, index)) : [],
    metadata: metadataTitle(document),
    fileName,
    bodySize: bodySizeOf(sample),
  });
  return { title, hasText: searchable, language: languageOf(sample.map(plainText).join("\n")) };
}
