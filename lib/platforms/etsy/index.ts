import { PlatformError } from "../../errors";
import type { ApiPlatform, Job, ListingStep, Need, Plan, RemoteListing, Session } from "../platform";
import { categoryFor, fields, verify } from "./access";
import { accept, ask, askFor, listingId, shopId } from "./client";
import { failure, saysMissing } from "./errors";
import { fees } from "./fees";
import { find, ownDrafts, strays } from "./find";
import { draftForm, inventoryJson, remoteListing, stateOf } from "./mapping";
import { dueAt, ORIGIN, refresh } from "./refresh";
import { sales } from "./sales";
import { created, inventory, listing, state } from "./schemas";
import { stats } from "./stats";
import { getFiles, listingRequest, upload } from "./upload";

const REFERENCE = "https://developers.etsy.com/documentation/reference/";
const DIGITAL = "https://help.etsy.com/hc/en-us/articles/115015628347";
const notOurs = { clause: "Digital items must be made or designed by the seller.", link: DIGITAL };

/**
 * Etsy Open API v3. Creating a draft is free; the fee falls when it becomes active. There is no idempotency key:
 * the description's last line is our key, and a write whose answer is lost is looked for before it is repeated.
 *
 * Least calls of one listing with n pictures, when nothing goes wrong:
 * | step    | calls                                                               |
 * |---------|---------------------------------------------------------------------|
 * | create  | 1      createDraftListing                                           |
 * | upload  | n + 1  uploadListingImage, uploadListingFile                        |
 * | enrich  | 1      updateListingInventory                                       |
 * | publish | 4      getListingsByShop (strays), getListing + files, updateListing |
 * | verify  | 2      getListing, getAllListingFiles                               |
 * | price   | 5      two reads of 2, updateListingInventory                       |
 */
export const etsy: ApiPlatform & Required<Pick<ApiPlatform, "sales" | "stats">> = {
  name: "etsy",
  displayName: "Etsy",
  platformType: "marketplace",
  isFree: false,
  homepage: "https://www.etsy.com",
  publishCost: "Etsy charges $0.20 per listing",
  // https://developers.etsy.com/documentation/ (criteria for access)
  notice:
    "The term 'Etsy' is a trademark of Etsy, Inc. This application uses the Etsy API but is not endorsed or certified by Etsy, Inc.",
  origin: ORIGIN,
  hosts: ["etsy.com", "*.etsy.com"],
  limits: {
    // Whether 20 MB are 20 x 1024 x 1024 or 20 x 1000 x 1000 bytes is not written anywhere.
    file: { maxBytes: 20_000_000, maxNameLength: 70, link: DIGITAL },
    images: { max: 20, form: "etsy", link: `${REFERENCE}#operation/uploadListingImage` },
    minPrice: { USD: 20 },
    currencies: "any",
  },
  content: {
    title: {
      max: 140,
      reject: /[^\p{L}\p{Nd}\p{P}\p{Sm}\p{Zs}™©®]/u,
      onceEach: "%:&+",
      link: `${REFERENCE}#operation/createDraftListing`,
    },
    // Said to be about 100,000; kept clear of it with room for our last line.
    description: { max: 99_000, format: "text", link: `${REFERENCE}#operation/createDraftListing` },
    tags: {
      max: 13,
      minLength: 1,
      maxLength: 20,
      reject: /[^\p{L}\p{Nd}\p{Zs}\-'™©®]/u,
      notFirst: "-'",
      link: "https://help.etsy.com/hc/en-us/articles/360000336307",
    },
  },
  // Etsy's own limits are 10 and 10,000 unless its headers say otherwise.
  budget: { all: { perSecond: 8, windows: [{ seconds: 86_400, limit: 10_000 }] } },
  refusedRights: { licence: notOurs, public_domain: notOurs },
  fees,
  access: { kind: "token", fields, verify, refresh: { dueAt, run: refresh } },
  listing: {
    need,
    find,
    create,
    upload,
    enrich,
    read,
    publish,
    price,
    unlist,
    strays,
    ownDrafts,
    removeDraft,
  },
  sales,
  stats,
};

function need(step: ListingStep, plan: Plan): Need {
  const calls = { create: 1, upload: plan.images.length + 1, enrich: 1, publish: 4, verify: 2, price: 5 };
  return { all: calls[step] };
}

/** Calls: one. @throws PlatformError `uncertain` when the draft may exist, `refused` with the field it names. */
async function create(session: Session, plan: Plan): Promise<{ remoteId: string }> {
  const body = draftForm(plan, categoryFor(session, plan), session.now());
  const path = `/shops/${shopId(session)}/listings`;
  const request = { method: "POST" as const, path, body, timeoutMs: session.timing.createMs };
  const { listing_id } = await askFor(session, request, 201, created);
  return { remoteId: String(listing_id) };
}

/** SKU, price and quantity. Calls: one; a repeat changes nothing. */
function enrich(session: Session, { plan, remoteId }: Job): Promise<void> {
  return price(session, remoteId, plan);
}

/** Calls: one. The price is part of the product set, and updateListing knows none. */
async function price(session: Session, remoteId: string, plan: Plan): Promise<void> {
  categoryFor(session, plan); // Before a price is sent: Etsy would read it in the currency of the shop.
  const path = `/listings/${listingId(remoteId)}/inventory`;
  const body = inventoryJson(plan);
  const request = { method: "PUT" as const, path, body, timeoutMs: session.timing.createMs };
  await askFor(session, request, 200, inventory);
}

/** Calls: two, or one when the listing does not exist. */
async function read(session: Session, remoteId: string): Promise<RemoteListing | null> {
  const request = listingRequest(session, remoteId);
  const answer = await ask(session, request);
  if (saysMissing(answer)) return null;
  const found = accept(session, request, answer, 200, listing);
  return remoteListing(found, await getFiles(session, remoteId), session.origin);
}

/**
 * Calls: one; this is the moment of the fee. Fields that Etsy does not know here are ignored with 200, so the
 * state in the answer is compared too.
 */
async function publish(session: Session, remoteId: string): Promise<void> {
  const path = `/shops/${shopId(session)}/listings/${listingId(remoteId)}`;
  const body = new URLSearchParams({ state: "active" });
  const request = { method: "PATCH" as const, path, body, timeoutMs: session.timing.createMs };
  const answer = await askFor(session, request, 200, state);
  if (answer.state === "active") return;
  throw new PlatformError(
    "unexpected",
    `Etsy took the order to publish, but the listing is ${answer.state}.`,
  );
}

/** Calls: one. An inactive listing costs its fee again only when it has expired meanwhile. */
async function unlist(session: Session, remoteId: string): Promise<void> {
  const path = `/shops/${shopId(session)}/listings/${listingId(remoteId)}`;
  const body = new URLSearchParams({ state: "inactive" });
  const request = { method: "PATCH" as const, path, body, timeoutMs: session.timing.createMs };
  const answer = await askFor(session, request, 200, state);
  if (stateOf(answer.state) === "inactive") return;
  throw new PlatformError("unexpected", `Etsy took the order, but the listing is still ${answer.state}.`);
}

/**
 * Calls: two. Etsy would delete a live listing as well, so the state is read first.
 * @throws PlatformError `refused` when it is no draft any more, or the token has no right to delete.
 */
async function removeDraft(session: Session, remoteId: string): Promise<void> {
  const look = listingRequest(session, remoteId);
  const seen = await ask(session, look);
  if (seen.status === 404) return;
  if (accept(session, look, seen, 200, listing).state !== "draft") {
    throw new PlatformError("refused", "This Etsy listing is no draft any more, so it was left alone.");
  }
  const path = `/listings/${listingId(remoteId)}`;
  const answer = await ask(session, { method: "DELETE", path, timeoutMs: session.timing.createMs });
  if (answer.status === 204 || answer.status === 404) return;
  if (answer.status === 403 && /scope/i.test(answer.text)) {
    const sentence =
      "The token may not delete (scope listings_d). Remove the extra draft in the Shop Manager.";
    throw new PlatformError("refused", sentence, { status: 403, words: answer.text.slice(0, 500) });
  }
  throw failure(answer, true, session.now());
}
