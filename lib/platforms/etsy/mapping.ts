import type { z } from "zod";
import { exponentOf, type Money, toMajor, toMajorText } from "../../money";
import type { Plan, RemoteListing } from "../platform";
import type { Listing, ListingFile, money } from "./schemas";

/** Each sale of one unit leaves 998; the shop editor's own ceiling for digital items. */
const QUANTITY = 999;

/** Our key at Etsy: create takes no SKU, so the description ends in this line. */
function markerOf(plan: Plan): string {
  return `Edition ${plan.key}`;
}

const anyMarker = /^Edition ([a-z0-9-]{1,24})$/;

/** The key in a listing's marker line, whichever of ours it is; null without one. */
export function keyIn(listing: Listing): string | null {
  const found = lines(listing).flatMap((line) => anyMarker.exec(line)?.[1] ?? []);
  return found.at(-1) ?? null;
}

/** Whether a listing carries this plan's marker, another marker of ours, or none. */
export function markerIn(listing: Listing, plan: Plan): "ours" | "other" | "none" {
  if (lines(listing).includes(markerOf(plan))) return "ours";
  return keyIn(listing) === null ? "none" : "other";
}

function lines(listing: Listing): string[] {
  return decode(listing.description ?? "")
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim());
}

/**
 * The body of createDraftListing. Arrays are one key, comma-joined: of a repeated key Etsy keeps the last value.
 * `is_supply` is needed wherever who and when are sent; the first range of `when_made` ends in the running year.
 * https://developers.etsy.com/documentation/reference/#operation/createDraftListing
 */
export function draftForm(plan: Plan, taxonomyId: number, now: Date): URLSearchParams {
  const form = new URLSearchParams({
    type: "download",
    quantity: String(QUANTITY),
    title: plan.title,
    description: markedText(plan),
    price: toMajorText(plan.price),
    who_made: "i_did",
    when_made: `2020_${now.getUTCFullYear()}`,
    is_supply: "false",
    taxonomy_id: String(taxonomyId),
    should_auto_renew: "false",
  });
  if (plan.tags.length > 0) form.set("tags", plan.tags.join(","));
  return form;
}

/** The body of an updateListing that brings the texts up to date; it knows no price. */
export function textsForm(plan: Plan): URLSearchParams {
  return new URLSearchParams({
    title: plan.title,
    description: markedText(plan),
    tags: plan.tags.join(","),
  });
}

/** Whether a listing shows the plan's texts. Etsy may change spaces, letter case of tags and entities. */
export function showsTexts(listing: Listing, plan: Plan): boolean {
  const tags = (list: readonly string[]) => list.map((tag) => plain(tag).toLowerCase()).join(",");
  return (
    plain(listing.title) === plain(plan.title) &&
    plain(listing.description ?? "") === plain(markedText(plan)) &&
    tags(listing.tags ?? []) === tags(plan.tags)
  );
}

function markedText(plan: Plan): string {
  return `${plan.description.trimEnd()}\n\n${markerOf(plan)}`;
}

function plain(text: string): string {
  return decode(text).normalize("NFC").replace(/\s+/gu, " ").trim();
}

/**
 * The body of updateListingInventory: it replaces the whole product set, so a repeat changes nothing. Price in
 * major units. `readiness_state_id` must be there and is null for what is not shipped.
 */
export function inventoryJson(plan: Plan): string {
  const offering = {
    price: toMajor(plan.price),
    quantity: QUANTITY,
    is_enabled: true,
    readiness_state_id: null,
  };
  return JSON.stringify({
    products: [{ sku: plan.key, property_values: [], offerings: [offering] }],
    price_on_property: [],
    quantity_on_property: [],
    sku_on_property: [],
  });
}

/** A listing and its files as the product sees them. `origin` decides which public addresses are believed. */
export function remoteListing(listing: Listing, files: ListingFile[], origin: string): RemoteListing {
  const state = stateOf(listing.state);
  return {
    remoteId: String(listing.listing_id),
    state,
    url: state === "live" ? publicUrl(listing.url, origin) : null,
    title: decode(listing.title),
    price: listing.price ? moneyOf(listing.price) : null,
    files: files.map((file) => ({ name: file.filename, size: file.size_bytes ?? null })),
    imageCount: listing.images?.length ?? 0,
  };
}

/** `edit` is what a deactivated listing says in some answers; a sold out or expired one is not for sale. */
const states = new Map<string, RemoteListing["state"]>([
  ["draft", "draft"],
  ["active", "live"],
  ["inactive", "inactive"],
  ["edit", "inactive"],
  ["sold_out", "inactive"],
  ["expired", "inactive"],
  ["removed", "gone"],
]);

/** Our word for a state; a word that Etsy never documented is `unknown`. */
export function stateOf(state: string): RemoteListing["state"] {
  return states.get(state) ?? "unknown";
}

/** Minor units from amount / divisor; null when that is no whole number of minor units. */
export function moneyOf({ amount, divisor, currency_code }: z.infer<typeof money>): Money | null {
  const minor = (amount * 10 ** exponentOf(currency_code)) / divisor;
  return Number.isSafeInteger(minor) ? { amount: minor, currency: currency_code } : null;
}

/** An address on etsy.com over https, or on the loopback origin that the operator named; else null. */
export function publicUrl(value: string | null | undefined, origin: string): string | null {
  if (!value || !URL.canParse(value)) return null;
  const url = new URL(value);
  if (url.username || url.password) return null;
  const etsy = url.protocol === "https:" && url.port === "" && /(^|\.)etsy\.com$/.test(url.hostname);
  const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  return etsy || (loopback && url.origin === new URL(origin).origin) ? value : null;
}

/** Texts may come back with HTML entities: https://github.com/etsy/open-api/issues/446 */
export function decode(text: string): string {
  return text.replace(/&(?:#0?39|apos|quot|lt|gt|amp);/g, (entity) => entities[entity] ?? "'");
}

const entities: Record<string, string> = { "&quot;": '"', "&lt;": "<", "&gt;": ">", "&amp;": "&" };
