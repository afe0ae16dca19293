import { toMajorText } from "../../money";
import type { KitField, ManualListing } from "../by-hand";
import type { Plan } from "../platform";
import { look } from "./page";

export const byHand: ManualListing = {
  formUrl: (origin) => `${origin}/product/add/digital`,
  steps: [
    "Open Payhip's form for a new digital product and sign in there.",
    "Upload the PDF, then copy each text into its field, in this order.",
    "Add the cover first and the sample pages after it.",
    "Save the product, open its public page and copy the address of that page.",
  ],
  fields,
  addressExample: (origin) => `${origin}/b/AbCd`,
  readAddress,
  look,
};

/** In the order of Payhip's form. */
function fields({ title, description, price, tags }: Plan): KitField[] {
  const line = { max: null, multiline: false };
  return [
    { ...line, name: "title", label: "Title", value: title },
    { ...line, name: "price", label: `Price in ${price.currency}`, value: toMajorText(price) },
    { ...line, name: "description", label: "Description", value: description, multiline: true },
    { ...line, name: "tags", label: "Tags, where the form asks for them", value: tags.join(", ") },
  ].filter(({ value }) => value !== "");
}

/**
 * `https://payhip.com/b/<key>`, or `<origin>/b/<key>` where the operator named another origin. Keys are case-sensitive;
 * what follows a `?` or `#` is dropped.
 */
function readAddress(text: string, origin: string): { remoteId: string; url: string } | null {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  const ours = [new URL("https://payhip.com").origin, new URL(origin).origin].includes(url.origin);
  const key = /^\/b\/([A-Za-z0-9]{2,20})\/?$/.exec(url.pathname)?.[1];
  if (!ours || key === undefined || url.username || url.password) return null;
  return { remoteId: key, url: `${url.origin}/b/${key}` };
}
