import { PlatformError } from "../../errors";
import type { Found, Plan, Session } from "../platform";
import { askFor, shopId } from "./client";
import { decode, keyIn, markerIn, publicUrl, stateOf } from "./mapping";
import { type Listing, listings } from "./schemas";

/** Largest page and largest offset: https://developers.etsy.com/documentation/essentials/definitions */
const PAGE = 100;
const MAX_OFFSET = 12_000;

/** Pages of published and deactivated listings that are looked through; the newest come first. */
const PUBLISHED_PAGES = 5;

/** Etsy's clock and ours may differ. */
const CLOCK_SLACK_MS = 120_000;

/**
 * Listings that carry the plan's marker line (certain), lowest id first. Only when there is none: drafts made
 * since `since` with exactly this title and no marker of ours (not certain).
 *
 * Calls: one per 100 drafts. A listing can have been published under another worker or a former attempt, so when
 * no draft carries the marker the newest 500 active and 500 inactive ones are looked through too.
 * @throws PlatformError `needs_human` when the shop has more drafts than Etsy lists: "none" would not be true.
 */
export async function find(session: Session, plan: Plan, since: Date): Promise<Found[]> {
  const drafts = await all(session, "draft", Infinity);
  const certain = marked(drafts, plan);
  for (const state of ["active", "inactive"]) {
    if (certain.length === 0) certain.push(...marked(await all(session, state, PUBLISHED_PAGES), plan));
  }
  const earliest = (since.getTime() - CLOCK_SLACK_MS) / 1000;
  const twins = drafts.filter(
    (draft) =>
      decode(draft.title) === plan.title &&
      (draft.created_timestamp ?? 0) >= earliest &&
      markerIn(draft, plan) === "none",
  );
  const found = certain.length > 0 ? certain : twins;
  return found.map((listing) => ({
    remoteId: String(listing.listing_id),
    certain: certain.length > 0,
    title: decode(listing.title),
    url: stateOf(listing.state) === "live" ? publicUrl(listing.url, session.origin) : null,
  }));
}

/**
 * Drafts with the plan's marker and another id. Calls: one per 100 drafts. One that has pictures is left alone:
 * ours get theirs only under the recorded id, so it is a copy that the seller made in the shop's editor.
 */
export async function strays(session: Session, plan: Plan, remoteId: string): Promise<string[]> {
  const drafts = await all(session, "draft", Infinity, "&includes=Images");
  return marked(drafts, plan)
    .filter((draft) => (draft.images?.length ?? 0) === 0)
    .map((draft) => String(draft.listing_id))
    .filter((id) => id !== remoteId);
}

/** Drafts with a marker of ours and without pictures (see `strays`). Calls: one per 100 drafts. */
export async function ownDrafts(
  session: Session,
): Promise<{ remoteId: string; key: string; createdAt: Date | null }[]> {
  const drafts = await all(session, "draft", Infinity, "&includes=Images");
  return drafts.flatMap((draft) => {
    const key = keyIn(draft);
    if (key === null || (draft.images?.length ?? 0) > 0) return [];
    const seconds = draft.created_timestamp;
    const createdAt = seconds === undefined || seconds === null ? null : new Date(seconds * 1000);
    return [{ remoteId: String(draft.listing_id), key, createdAt }];
  });
}

function marked(listings: Listing[], plan: Plan): Listing[] {
  return listings.filter((listing) => markerIn(listing, plan) === "ours");
}

/** Listings of one state, each once though pages may repeat items, lowest id first. */
async function all(session: Session, state: string, maxPages: number, more = ""): Promise<Listing[]> {
  const seen = new Map<number, Listing>();
  for (let page = 0; page < maxPages; page += 1) {
    const offset = page * PAGE;
    if (offset > MAX_OFFSET) {
      throw new PlatformError(
        "needs_human",
        `Etsy lists no more than ${MAX_OFFSET + PAGE} drafts. Remove some.`,
      );
    }
    const path = `/shops/${shopId(session)}/listings?state=${state}&limit=${PAGE}&offset=${offset}${more}`;
    const request = { method: "GET" as const, path, timeoutMs: session.timing.readMs };
    const { count, results } = await askFor(session, request, 200, listings);
    for (const listing of results) seen.set(listing.listing_id, listing);
    if (results.length === 0 || offset + PAGE >= count) break;
  }
  return [...seen.values()].sort((a, b) => a.listing_id - b.listing_id);
}
