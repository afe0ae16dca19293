import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import type { FactsAnswer, ImageAnswer } from "./answer";
import { PdfFailed, PdfRefused } from "./errors";
import type { PdfLimits } from "./limits";
import { askChild } from "./process";

export interface PdfOptions {
  limits: PdfLimits;
  signal?: AbortSignal;
}

export interface PdfInspection {
  pageCount: number;
  /** Encrypted, yet it opens with an empty password. */
  encrypted: boolean;
  /** Peak resident memory of the child, megabytes. */
  peakMb: number;
}

export interface PdfImage {
  /** Path of a JPEG inside the output folder. */
  file: string;
  /** Pixels. */
  width: number;
  height: number;
}

export interface PdfImagePair {
  /** At least 2,000 px on the shortest side. */
  etsy: PdfImage;
  /** 1280x720, the page on a plain background. */
  gumroad: PdfImage;
}

export interface PdfFacts {
  pageCount: number;
  /** `sure: false` asks for a person's eye. */
  title: { value: string; source: "cover" | "pages" | "metadata" | "file_name"; sure: boolean };
  /** False for a scan: never call it searchable. */
  hasText: boolean;
  /** ISO 639-1, null when unsure. */
  language: string | null;
  cover: PdfImagePair;
  /** Square, for Gumroad. */
  thumbnail: PdfImage;
  /** At most three, marked PREVIEW; `page` counts from 1. Fewer when the file has fewer pages with content. */
  previews: (PdfImagePair & { page: number })[];
  /** Peak resident memory of the child, megabytes. */
  peakMb: number;
}

/**
 * Checks a file before its upload is answered: header, end, bombs, encryption, page count, and that pages open.
 * @throws PdfRefused when the file is at fault, PdfFailed on time limit, memory, crash or abort.
 */
export async function inspectPdf(file: string, options: PdfOptions): Promise<PdfInspection> {
  const job = { task: "inspect" as const, file, out: "", fileName: "", limits: options.limits };
  try {
    const answer = await askChild(job, options.limits.inspectMs, options.signal);
    if ("inspection" in answer) return answer.inspection;
  } catch (error) {
    throw (await isBomb(error, file, options.limits)) ? new PdfRefused("bomb") : error;
  }
  throw new PdfFailed("crash", "The PDF reader gave an answer that was not asked for.");
}

/**
 * Reads the facts of a manual and writes its images as JPEG into the folder `out` (made when missing).
 * @throws PdfRefused when the file is at fault, PdfFailed on time limit, memory, crash or abort.
 */
export async function readPdf(
  file: string,
  out: string,
  options: PdfOptions & { fileName: string },
): Promise<PdfFacts> {
  await mkdir(out, { recursive: true });
  const job = { task: "read" as const, file, out, fileName: options.fileName, limits: options.limits };
  const answer = await askChild(job, options.limits.readMs, options.signal);
  if ("facts" in answer) return withPaths(answer.facts, out);
  throw new PdfFailed("crash", "The PDF reader gave an answer that was not asked for.");
}

/** Memory that a checked file takes and that its own size does not explain. */
async function isBomb(error: unknown, file: string, limits: PdfLimits): Promise<boolean> {
  if (!(error instanceof PdfFailed) || error.cause !== "memory") return false;
  return (await stat(file)).size < (limits.engineMb / 2) * 1024 * 1024;
}

function withPaths(facts: FactsAnswer, out: string): PdfFacts {
  const located = (image: ImageAnswer): PdfImage => ({ ...image, file: path.join(out, image.file) });
  const pair = (images: { etsy: ImageAnswer; gumroad: ImageAnswer }): PdfImagePair => ({
    etsy: located(images.etsy),
    gumroad: located(images.gumroad),
  });
  return {
    ...facts,
    cover: pair(facts.cover),
    thumbnail: located(facts.thumbnail),
    previews: facts.previews.map((preview) => ({ page: preview.page, ...pair(preview) })),
  };
}
