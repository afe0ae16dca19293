import type { Call } from "@/tests/sandbox/etsy/call";
import { createDraftListing } from "@/tests/sandbox/etsy/listings/create";
import * as files from "@/tests/sandbox/etsy/listings/files";
import * as images from "@/tests/sandbox/etsy/listings/images";
import * as inventory from "@/tests/sandbox/etsy/listings/inventory";
import * as read from "@/tests/sandbox/etsy/listings/read";
import { updateListing } from "@/tests/sandbox/etsy/listings/update";
import * as ledger from "@/tests/sandbox/etsy/money/ledger";
import * as payments from "@/tests/sandbox/etsy/money/payments";
import * as receipts from "@/tests/sandbox/etsy/money/receipts";
import * as shop from "@/tests/sandbox/etsy/shop";
import { taxonomy } from "@/tests/sandbox/etsy/taxonomy";
import type { SandboxAnswer } from "@/tests/sandbox/kit/types";

type Handler = (call: Call) => SandboxAnswer;
type Route = { method: string; path: string; scopes: string[]; handler: Handler };

const BASE = "/v3/application";

/** Every operation that is played, with the scopes of the official document. Longer fixed paths come first. */
const ROUTES: Route[] = [
  route("GET /openapi-ping", [], shop.ping),
  route("POST /scopes", [], shop.tokenScopes),
  route("GET /users/me", ["shops_r"], shop.getMe),
  route("GET /users/{user_id}/shops", [], shop.getShopOfUser),
  route("GET /seller-taxonomy/nodes", [], taxonomy),
  route("GET /shops/{shop_id}", [], shop.getShop),

  route("POST /shops/{shop_id}/listings", ["listings_w"], createDraftListing),
  route("GET /shops/{shop_id}/listings", ["listings_r"], read.listShopListings),
  route("GET /shops/{shop_id}/listings/active", [], read.listActiveListings),
  route("PATCH /shops/{shop_id}/listings/{listing_id}", ["listings_w"], updateListing),
  route("GET /listings/batch", [], read.batchListings),
  route("GET /listings/batch/inventory", ["listings_r"], inventory.batchInventory),
  route("GET /listings/{listing_id}", [], read.getListing),
  route("DELETE /listings/{listing_id}", ["listings_d"], read.deleteListing),
  route("GET /listings/{listing_id}/inventory", ["listings_r"], inventory.getInventory),
  route("PUT /listings/{listing_id}/inventory", ["listings_w"], inventory.updateInventory),

  route("POST /shops/{shop_id}/listings/{listing_id}/files", ["listings_w"], files.uploadListingFile),
  route("GET /shops/{shop_id}/listings/{listing_id}/files", ["listings_r"], files.listFiles),
  route("GET /shops/{shop_id}/listings/{listing_id}/files/{listing_file_id}", ["listings_r"], files.getFile),
  route(
    "DELETE /shops/{shop_id}/listings/{listing_id}/files/{listing_file_id}",
    ["listings_w"],
    files.deleteFile,
  ),
  route("POST /shops/{shop_id}/listings/{listing_id}/images", ["listings_w"], images.uploadListingImage),
  route("GET /listings/{listing_id}/images", [], images.listImages),
  route("GET /listings/{listing_id}/images/{listing_image_id}", [], images.getImage),
  route(
    "DELETE /shops/{shop_id}/listings/{listing_id}/images/{listing_image_id}",
    ["listings_w"],
    images.deleteImage,
  ),

  route("GET /shops/{shop_id}/receipts", ["transactions_r"], receipts.listReceipts),
  route("GET /shops/{shop_id}/receipts/{receipt_id}", ["transactions_r"], receipts.getReceipt),
  route(
    "GET /shops/{shop_id}/receipts/{receipt_id}/transactions",
    ["transactions_r"],
    receipts.receiptTransactions,
  ),
  route("GET /shops/{shop_id}/receipts/{receipt_id}/payments", ["transactions_r"], payments.receiptPayments),
  route("GET /shops/{shop_id}/transactions", ["transactions_r"], receipts.shopTransactions),
  route("GET /shops/{shop_id}/transactions/{transaction_id}", ["transactions_r"], receipts.getTransaction),
  route(
    "GET /shops/{shop_id}/listings/{listing_id}/transactions",
    ["transactions_r"],
    receipts.listingTransactions,
  ),
  route("GET /shops/{shop_id}/payments", ["transactions_r"], payments.getPayments),
  route("GET /shops/{shop_id}/payment-account/ledger-entries", ["transactions_r"], ledger.listLedger),
  route(
    "GET /shops/{shop_id}/payment-account/ledger-entries/payments",
    ["transactions_r"],
    ledger.listLedgerPayments,
  ),
  route(
    "GET /shops/{shop_id}/payment-account/ledger-entries/{ledger_entry_id}",
    ["transactions_r"],
    ledger.getLedgerEntry,
  ),
];

export type Found = { route: Route; ids: Record<string, number> };

/** The route of a request with the numbers of its path, or undefined. */
export function findRoute(method: string, path: string): Found | undefined {
  const parts = path.split("/");
  for (const candidate of ROUTES) {
    if (candidate.method !== method) continue;
    const ids = matchPath(candidate.path.split("/"), parts);
    if (ids !== undefined) return { route: candidate, ids };
  }
  return undefined;
}

function route(line: string, scopes: string[], handler: Handler): Route {
  const [method = "", path = ""] = line.split(" ");
  return { method, path: `${BASE}${path}`, scopes, handler };
}

function matchPath(pattern: string[], parts: string[]): Record<string, number> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const ids: Record<string, number> = {};
  for (const [at, wanted] of pattern.entries()) {
    const part = parts[at] ?? "";
    if (!wanted.startsWith("{")) {
      if (wanted !== part) return undefined;
    } else {
      if (!/^\d+$/.test(part)) return undefined;
      ids[wanted.slice(1, -1)] = Number(part);
    }
  }
  return ids;
}
