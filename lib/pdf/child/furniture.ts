const months =
  "january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember";

/** Lines of a cover that are no title: versions, dates, people, publishers, rights, addresses, headings of parts. */
const furniture = [
  /^(version|ver\.|v\.?\s?\d|release|revision|rev\b|draft|stand:|ausgabe|édition|edición|edizione|edição)/i,
  /^(first|second|third|\d+(st|nd|rd|th|\.)?)\s+(edition|printing|auflage|ausgabe)/i,
  /^edition\s+\d/i,
  /^(copyright|©|\(c\)|all rights reserved|confidential|isbn|issn|doi\b|printed in|part\s+(no|number)|document\s+(no|number))/i,
  /^(by|von|par|por|di|door)\s+\p{Lu}/iu,
  /^(written by|edited by|published by|publisher|author|authors|autor|auteur|autore)\b/i,
  /\b(press|publishing|publishers|verlag|éditions|editorial)$/i,
  /(https?:|www\.|@[\w-]+\.)/i,
  /^(page|seite|p\.)\s*\d/i,
  new RegExp(`^(\\d{1,2}\\.?\\s+)?(${months})\\.?\\s+(\\d{1,2},?\\s+)?\\d{4}$`, "i"),
  /^(table of contents|contents|preface|foreword|index|chapter\s+\d.*|introduction|acknowledge?ments|dedication)$/i,
  /^(inhalt|inhaltsverzeichnis|vorwort|einleitung|sommaire|table des matières|índice|indice|sommario|inhoud|sumário)$/i,
];

/** Whether a line cannot be a title, or a part of one. */
export function isFurniture(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 2) return true;
  return furniture.some((pattern) => pattern.test(text));
}
