import path from "node:path";
import type { FactsAnswer } from "../answer";
import { isFurniture } from "./furniture";
import { type Line, median, type PageText } from "./text";

export type Title = FactsAnswer["title"];

const longestTitle = 200;
const largestBody = 16;

/**
 * The title of a manual: from the largest words of the cover, then of the next pages, then from the document's own
 * data, then from the file name. Never anything that stands in none of them.
 */
export function titleOf(source: {
  /** The first pages; none for a scan. */
  firstPages: PageText[];
  metadata: string;
  fileName: string;
  /** Size of ordinary text in points. */
  bodySize: number;
}): Title {
  const [cover, ...next] = source.firstPages;
  const onCover = cover && prominent(cover.lines, source.bodySize);
  if (onCover) return { value: onCover.value, source: "cover", sure: onCover.ratio >= 1.3 };

  for (const page of next) {
    const found = prominent(page.lines, source.bodySize);
    if (found && found.ratio >= 1.3) return { value: found.value, source: "pages", sure: false };
  }
  if (cover && isMeaningful(source.metadata)) {
    const value = clean(source.metadata);
    return { value, source: "metadata", sure: stands(value, source.firstPages) };
  }
  return { value: fromFileName(source.fileName), source: "file_name", sure: false };
}

/** The size most text is set in, in points; at most `largestBody`, for a leaflet may be nothing but a heading. */
export function bodySizeOf(pages: PageText[]): number {
  const sizes = pages.flatMap((page) =>
    page.lines.flatMap((line) => Array(line.text.length).fill(line.size)),
  );
  return Math.min(median(sizes) ?? largestBody, largestBody);
}

/** The largest lines in the upper part of a page, read downwards; null when nothing stands out. */
function prominent(lines: Line[], bodySize: number): { value: string; ratio: number } | null {
  const candidates = lines.filter((line) => line.height > 0.25 && !isFurniture(line.text));
  const largest = Math.max(0, ...candidates.map((line) => line.size));
  const ratio = largest / bodySize;
  if (ratio < 1.15) return null;

  const first = lines.findIndex((line) => candidates.includes(line) && line.size >= largest * 0.92);
  let chosen = following(lines, first, largest * 0.92, 2.2);
  // One word alone is often the maker's name; what is set large right below it belongs to the title.
  if (!joined(chosen).includes(" ")) chosen = following(lines, first, bodySize * 1.3, 3.2);
  const value = joined(chosen);
  return value.length <= longestTitle ? { value, ratio } : null;
}

/** The line at `first` and those right below it that are at least `size` large. */
function following(lines: Line[], first: number, size: number, gap: number): Line[] {
  const chosen: Line[] = [];
  let above: Line | undefined;
  for (const line of lines.slice(first)) {
    const near =
      above === undefined || above.baseline - line.baseline <= gap * Math.max(above.size, line.size);
    if (!near || line.size < size || isFurniture(line.text)) break;
    chosen.push(line);
    above = line;
  }
  return chosen;
}

function joined(lines: Line[]): string {
  return clean(lines.map((line) => line.text).join(" "));
}

function clean(text: string): string {
  return text.replace(/\p{C}/gu, " ").replace(/\s+/g, " ").trim();
}

const junk = [
  /^(microsoft (word|powerpoint|excel|publisher)|powerpoint|untitled|unknown|unbenannt|sans titre|document\s?\d*$|slide \d|title$|print|layout \d)/i,
  /\.(docx?|pptx?|xlsx?|odt|rtf|indd|qxd|tex|dvi|ps|fm|pdf|pmd|p65|html?|txt)$/i,
  /[\\/]\S*[\\/]/,
];

function isMeaningful(title: string): boolean {
  const value = clean(title);
  const letters = value.match(/\p{L}/gu)?.length ?? 0;
  return letters >= 3 && value.length <= longestTitle && !junk.some((pattern) => pattern.test(value));
}

function stands(title: string, pages: PageText[]): boolean {
  const text = clean(pages.flatMap((page) => page.lines.map((line) => line.text)).join(" "));
  return text.toLowerCase().includes(title.toLowerCase());
}

/** "gnuplot-5.4_manual.pdf" is "gnuplot 5.4 manual". Dots between digits stay, and so do hyphens beside spaces. */
function fromFileName(fileName: string): string {
  const stem = clean(path.basename(fileName)).replace(/\.pdf$/i, "");
  const words = clean(stem.replace(/[_+]+/g, " ").replace(/(?<!\d)\.|\.(?!\d)/g, " "));
  const spaced = stem.includes(" ") ? words : words.replace(/-+/g, " ");
  return (clean(spaced) || stem || "untitled").slice(0, longestTitle);
}
