import type { ContentRules } from "../platforms/platform";

/** What is known about a manual. Texts are made of these facts and nothing else. */
export interface ManualTexts {
  title: string;
  description: string;
  tags: string[];
  pageCount: number;
  /** ISO 639-1, or null when unsure. */
  language: string | null;
  hasText: boolean;
}

export interface Texts {
  title: string;
  description: string;
  tags: string[];
}

/** Title, description and tags that keep a platform's hard rules. Same facts, same texts. */
export function compose(manual: ManualTexts, rules: ContentRules): Texts {
  const title = composeTitle(manual.title, rules.title);
  return {
    title,
    description: composeDescription(manual, rules.description),
    tags: composeTags(
      [...manual.tags, ...phrasesOf(manual.title), "pdf manual", "digital download"],
      rules.tags,
    ),
  };
}

/** A title without refused characters, cut at a word, never empty. */
export function composeTitle(text: string, rules: ContentRules["title"]): string {
  const refused = new RegExp(rules.reject.source, `${rules.reject.flags.replace("g", "")}g`);
  let clean = tidy(text, refused);
  for (const character of rules.onceEach) clean = keepFirst(clean, character);
  return cutAtWord(collapse(clean), rules.max) || "PDF manual";
}

/** The manual's own words and its facts, as plain text or as paragraphs of HTML. */
export function composeDescription(manual: ManualTexts, rules: ContentRules["description"]): string {
  const paragraphs = manual.description
    .replace(/\p{Cs}/gu, "\ufffd")
    .normalize("NFC")
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
  const facts = factsOf(manual);
  const html = rules.format === "html";
  const render = (all: string[]) => {
    if (!html) return all.map(clearControls).join("\n\n");
    return all
      .map((paragraph) => `<p>${escapeHtml(clearControls(paragraph)).replaceAll("\n", "<br>")}</p>`)
      .join("");
  };
  for (let kept = paragraphs.length; kept >= 0; kept -= 1) {
    const text = render([...paragraphs.slice(0, kept), facts]);
    if (text.length <= rules.max) return text;
  }
  return html ? render([cutAtWord(facts, Math.max(rules.max - 7, 0))]) : cutAtWord(facts, rules.max);
}

/** Tags in order of preference: allowed characters only, no twins, whole words, as many as the platform takes. */
export function composeTags(wishes: readonly string[], rules: ContentRules["tags"]): string[] {
  const refused = new RegExp(rules.reject.source, `${rules.reject.flags.replace("g", "")}g`);
  const tags: string[] = [];
  for (const wish of wishes) {
    let tag = collapse(tidy(wish.toLowerCase(), refused));
    while (tag && rules.notFirst.includes(tag[0] ?? "")) tag = tag.slice(1).trim();
    if (tag.length > rules.maxLength) tag = cutAtWord(tag, rules.maxLength, false);
    if ([...tag].length < rules.minLength || tags.includes(tag)) continue;
    tags.push(tag);
    if (tags.length === rules.max) break;
  }
  return tags;
}

/** One sentence of facts: what it is, how long, in which language, how it arrives. */
function factsOf({ pageCount, language }: ManualTexts): string {
  const pages = pageCount === 1 ? "1 page" : `${pageCount} pages`;
  const name = language === null ? null : new Intl.DisplayNames("en", { type: "language" }).of(language);
  return `PDF file, ${pages}${name ? `, ${name}` : ""}. Digital download: nothing is shipped.`;
}

const fillers = new Set(["the", "a", "an", "and", "of", "for", "to", "in", "on", "with", "your", "at", "by"]);

/** Phrases of a title that can stand alone: neighbouring words without fillers, then single words. */
function phrasesOf(title: string): string[] {
  const words = title.toLowerCase().match(/[\p{L}\p{Nd}'-]+/gu) ?? [];
  const strong = words.filter((word) => !fillers.has(word) && word.length > 2);
  const pairs = strong.slice(1).map((word, index) => `${strong[index]} ${word}`);
  return [...pairs, ...strong.flatMap((word) => [`${word} guide`, `${word} manual`])];
}

/**
 * Refused characters become spaces; refused accents that stand by themselves go without a trace, so that no word is
 * cut in two ("İ" in lower case is an i with such an accent).
 */
function tidy(text: string, refused: RegExp): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]/gu, " ")
    .normalize("NFC")
    .replace(/\p{M}/gu, (mark) => (mark.search(refused) < 0 ? mark : ""))
    .replace(refused, " ");
}

function keepFirst(text: string, character: string): string {
  const first = text.indexOf(character);
  return first < 0 ? text : text.slice(0, first + 1) + text.slice(first + 1).replaceAll(character, " ");
}

/** Cuts between words; a single word that is too long is cut only when `hard`, else dropped. */
function cutAtWord(text: string, max: number, hard = true): string {
  if (text.length <= max) return text;
  const at = text.lastIndexOf(" ", max);
  if (at > 0) return text.slice(0, at).replace(/[\s,;:&+-]+$/u, "");
  return hard ? text.slice(0, max).replace(/[\ud800-\udbff]$/u, "") : "";
}

function collapse(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

function clearControls(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\n]/gu, " ");
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
