import { type PageText, plainText } from "./text";

const lettersOfAPage = 30;

/**
 * Whether a file can honestly be called searchable: at least half of its sampled pages carry real text. Pages with
 * neither text nor picture do not count, nor does a stamp that a scanner puts on every page.
 */
export function hasText(pages: PageText[]): boolean {
  const stamps = repeated(pages.map(letters));
  let readable = 0;
  let pictures = 0;
  let short = 0;
  for (const page of pages) {
    const text = letters(page);
    if (text.length >= lettersOfAPage && !stamps.has(text)) readable += 1;
    else if (page.hasImages) pictures += 1;
    else if (text.length > 0) short += 1;
  }
  if (readable + pictures === 0) return short > 0;
  return readable >= pictures;
}

/** Digits are left out: the stamp of a scanner counts the pages. */
function letters(page: PageText): string {
  return plainText(page).replace(/[^\p{L}]/gu, "");
}

function repeated(texts: string[]): Set<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const text of texts) {
    if (seen.has(text)) twice.add(text);
    seen.add(text);
  }
  return twice;
}
