import { invalid, problem, refuse } from "@/tests/sandbox/etsy/answers";
import {
  MATERIALS_MAX,
  STYLE_LENGTH_MAX,
  STYLES_MAX,
  TAG_LENGTH_MAX,
  TAGS_MAX,
  TITLE_MAX,
} from "@/tests/sandbox/etsy/limits";
import type { Listing } from "@/tests/sandbox/etsy/rows";

type Fields = Map<string, string>;

const WHO_MADE = ["i_did", "someone_else", "collective"];
const ERAS =
  "made_to_order 2010_2019 2007_2009 before_2007 2000_2006 1990s 1980s 1970s 1960s 1950s 1940s 1930s 1920s 1910s 1900s 1800s 1700s before_1700";

/** What a form says about a listing, for create and update alike; throws the refusal that Etsy would give. */
export function readChanges(fields: Fields, now: Date): Partial<Listing> {
  checkMaker(fields, now);
  const changes: Partial<Listing> = {};
  const title = fields.get("title");
  if (title !== undefined) changes.title = checkTitle(title);
  const description = fields.get("description");
  if (description !== undefined) changes.description = notEmpty("description", description);
  const tags = list(fields, "tags");
  if (tags !== undefined) changes.tags = checkTags(tags);
  const materials = list(fields, "materials");
  if (materials !== undefined) changes.materials = checkWords("materials", materials, MATERIALS_MAX);
  const styles = list(fields, "styles");
  if (styles !== undefined) changes.styles = checkWords("styles", styles, STYLES_MAX);
  const type = fields.get("type");
  if (type !== undefined && type !== "") changes.type = checkType(type);
  const taxonomy = whole(fields, "taxonomy_id");
  // Any id is taken: a wrong one gets 201 from Etsy too.
  if (taxonomy !== undefined) changes.taxonomy_id = taxonomy;
  for (const name of ["shop_section_id", "shipping_profile_id", "return_policy_id"] as const) {
    const value = whole(fields, name);
    if (value !== undefined) changes[name] = value;
  }
  for (const name of ["should_auto_renew", "is_taxable", "is_customizable", "is_supply"] as const) {
    const value = flag(fields, name);
    if (value !== undefined) changes[name] = value;
  }
  const who = fields.get("who_made");
  if (who !== undefined) changes.who_made = who;
  const when = fields.get("when_made");
  if (when !== undefined) changes.when_made = when;
  return changes;
}

/** All three of who_made, when_made and is_supply or none; Etsy complains about images when one is missing. */
function checkMaker(fields: Fields, now: Date): void {
  const sent = ["who_made", "when_made", "is_supply"].filter((name) => fields.has(name));
  if (sent.length > 0 && sent.length < 3) throw imagesTooShort();
  const who = fields.get("who_made");
  if (who !== undefined && !WHO_MADE.includes(who)) throw problem("who_made", "is not a valid value");
  const when = fields.get("when_made");
  // The first range ends with the current year, so last year's value is refused from January on.
  const eras = [`2020_${now.getUTCFullYear()}`, ...ERAS.split(" ")];
  if (when !== undefined && !eras.includes(when)) throw problem("when_made", "is not a valid value");
}

export function imagesTooShort() {
  return invalid("/images", "array_too_short", "cannot be less than 1 items");
}

function checkTitle(title: string): string {
  if (title.length === 0) throw invalid("/title/1", "string_too_short", "cannot be less than 1 characters");
  if ([...title].length > TITLE_MAX) {
    throw invalid("/title/1", "string_too_long", `cannot be longer than ${TITLE_MAX} characters`);
  }
  const once = [..."%:&+"].some((character) => title.split(character).length > 2);
  if (once || /[^\p{L}\p{Nd}\p{P}\p{Sm}\p{Zs}™©®]/u.test(title)) {
    throw invalid("/title/1", "invalid_characters", "contains invalid characters");
  }
  return title;
}

function checkTags(tags: string[]): string[] {
  if (tags.length > TAGS_MAX) throw problem("tags", `cannot be more than ${TAGS_MAX} items`);
  if (tags.some((tag) => tag === "" || [...tag].length > TAG_LENGTH_MAX)) {
    throw problem("tags", `must be between 1 and ${TAG_LENGTH_MAX} characters`);
  }
  if (tags.some((tag) => /[^\p{L}\p{Nd}\p{Zs}\-'™©®]/u.test(tag) || /^[-']/.test(tag))) {
    throw problem("tags", "contains invalid character");
  }
  if (new Set(tags.map((tag) => tag.toLowerCase())).size < tags.length) {
    throw problem("tags", "You may not have duplicate tags.");
  }
  return tags;
}

function checkWords(name: string, words: string[], most: number): string[] {
  if (words.length > most) throw problem(name, `cannot be more than ${most} items`);
  if (words.some((word) => [...word].length > STYLE_LENGTH_MAX)) throw problem(name, "is too long");
  if (words.some((word) => /[^\p{L}\p{Nd}\p{Zs}]/u.test(word)))
    throw problem(name, "contains invalid character");
  return words;
}

function checkType(type: string): Listing["type"] {
  if (type === "physical" || type === "download" || type === "both") return type;
  throw problem("type", "is not a valid value");
}

function notEmpty(name: string, value: string): string {
  if (value.trim() === "") throw problem(name, "cannot be empty");
  return value;
}

function list(fields: Fields, name: string): string[] | undefined {
  const text = fields.get(name);
  if (text === undefined) return undefined;
  return text === "" ? [] : text.split(",").map((item) => item.trim());
}

export function whole(fields: Fields, name: string): number | undefined {
  const text = fields.get(name);
  if (text === undefined || text === "") return undefined;
  if (!/^\d+$/.test(text)) throw refuse(400, `Expected int value for '${name}' (got string)`);
  return Number(text);
}

export function flag(fields: Fields, name: string): boolean | undefined {
  const text = fields.get(name);
  if (text === undefined) return undefined;
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return false;
  throw refuse(400, `Expected boolean value for '${name}' (got string)`);
}
