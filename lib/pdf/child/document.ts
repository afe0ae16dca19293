import type { Engine } from "./engine";
import type { LoadedFile } from "./file";
import { Refusal } from "./refusal";

export interface PdfDocument {
  engine: Engine;
  file: LoadedFile;
  /** The engine's own, replaced when the document is opened anew. */
  handle: number;
  pageCount: number;
  encrypted: boolean;
}

/** FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY (a certificate, or a scheme unknown to the engine) of fpdfview.h. */
const lockedErrors = new Set([4, 5]);

/** The engine copies each object it meets and keeps it. Files up to this size may lie in memory twice. */
const twiceInMemory = 32 * 1024 * 1024;

/** Opens with the empty password. @throws Refusal needs_password, unreadable. */
export function openDocument(engine: Engine, file: LoadedFile): PdfDocument {
  const handle = load(engine, file);
  const pageCount = engine._FPDF_GetPageCount(handle);
  if (pageCount < 1) throw new Refusal("unreadable");
  const encrypted = engine._FPDF_GetSecurityHandlerRevision(handle) !== -1;
  return { engine, file, handle, pageCount, encrypted };
}

function load(engine: Engine, file: LoadedFile): number {
  const handle = engine._FPDF_LoadMemDocument(file.address, file.size, 0);
  if (handle !== 0) return handle;
  throw new Refusal(lockedErrors.has(engine._FPDF_GetLastError()) ? "needs_password" : "unreadable");
}

/** Loads one page (counted from 0), lends it, and frees it. @throws Refusal unreadable. */
export function withPage<T>(document: PdfDocument, index: number, use: (page: number) => T): T {
  const { engine, file } = document;
  const page = engine._FPDF_LoadPage(document.handle, index);
  if (page === 0) throw new Refusal("unreadable");
  try {
    return use(page);
  } finally {
    engine._FPDF_ClosePage(page);
    if (file.size > twiceInMemory) reopen(document);
  }
}

function reopen(document: PdfDocument): void {
  document.engine._FPDF_CloseDocument(document.handle);
  document.handle = load(document.engine, document.file);
}

/** The title in the document's own data, as it stands there; empty when there is none. */
export function metadataTitle({ engine, handle }: PdfDocument): string {
  const key = engine._malloc(6);
  engine.HEAPU8.set(Buffer.from("Title\0", "latin1"), key);
  const size = engine._FPDF_GetMetaText(handle, key, 0, 0);
  const longest = 4096;
  const room = Math.min(size, longest);
  const text = engine._malloc(room + 2);
  if (room === size) engine._FPDF_GetMetaText(handle, key, text, room);
  const value =
    room === size
      ? Buffer.from(engine.HEAPU8.slice(text, text + Math.max(0, room - 2))).toString("utf16le")
      : "";
  engine._free(text);
  engine._free(key);
  return value;
}

/** At most `count` page numbers (from 0), spread evenly, the first and the last among them. */
export function spreadPages(pageCount: number, count: number): number[] {
  if (pageCount <= count) return Array.from({ length: pageCount }, (_, index) => index);
  return Array.from({ length: count }, (_, index) => Math.round((index * (pageCount - 1)) / (count - 1)));
}
