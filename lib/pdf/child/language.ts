/** Frequent short words; those that two of the languages share are left out where they mislead. */
const stopWords: Record<string, string> = {
  en: "the of and to is that for with are this as be by you from not which have or can will was it if your an when all",
  de: "der die und den das ist nicht mit von ein eine sich auf für dem des im werden wird sie oder auch bei einer zu wie kann sind",
  fr: "le les des est une dans pour que qui pas sur avec ce sont par au vous plus ou cette être du et aux votre il ne ces",
  es: "el los las es una por con para del se que su al como más pero esta este son no sus lo puede y en ser si muy",
  it: "il di che è per una sono con del della non si le dei nel alla da come più gli questo anche essere delle i può o al",
  nl: "de het een van en is dat op te zijn voor met niet aan er om ook als door bij naar wordt deze uit kan maar worden",
  pt: "o os as do da em um uma para com não por mais dos das como ao que se na no é ou pode são pelo sua você ser",
};

const fewestWords = 40;
/** A running text of a language is at least this much stop words (English manuals: about a third). */
const leastShare = 0.14;
/** The runner-up must be this much rarer. */
const leastLead = 1.35;

/** ISO 639-1 code of the language a text is written in; null when unsure. */
export function languageOf(text: string): string | null {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length < fewestWords) return null;

  const ranking = Object.entries(stopWords)
    .map(([code, list]) => ({ code, share: shareOf(words, new Set(list.split(" "))) }))
    .sort((a, b) => b.share - a.share);
  const [best, second] = ranking;
  if (!best || !second || best.share < leastShare) return null;
  return best.share >= second.share * leastLead ? best.code : null;
}

function shareOf(words: string[], list: Set<string>): number {
  return words.filter((word) => list.has(word)).length / words.length;
}
