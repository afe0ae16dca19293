import type { PdfLimits } from "../limits";
import { checkBombs } from "./bombs";
import { openDocument, spreadPages, withPage } from "./document";
import { startEngine } from "./engine";
import { bytesOf, loadFile } from "./file";
import { Refusal } from "./refusal";

const pagesOpened = 8;

/** The checks of an upload that need more than its ends, the cheap ones first. @throws Refusal with the first cause found. */
export async function inspect(
  fd: number,
  limits: PdfLimits,
): Promise<{ pageCount: number; encrypted: boolean }> {
  const engine = await startEngine();
  const file = loadFile(engine, fd);
  await checkBombs(bytesOf(engine, file), limits);

  const document = openDocument(engine, file);
  const { pageCount, encrypted } = document;
  if (pageCount > limits.pages) throw new Refusal("too_many_pages", pageCount);
  for (const index of spreadPages(pageCount, pagesOpened)) withPage(document, index, () => {});
  return { pageCount, encrypted };
}
