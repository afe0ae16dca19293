import type { Handler } from "@/tests/sandbox/gumroad/context";
import { addCover, deleteCover } from "@/tests/sandbox/gumroad/media/covers";
import { deleteThumbnail, setThumbnail } from "@/tests/sandbox/gumroad/media/thumbnail";
import { createProduct } from "@/tests/sandbox/gumroad/products/create";
import { onProduct } from "@/tests/sandbox/gumroad/products/find";
import { listProducts, showProduct } from "@/tests/sandbox/gumroad/products/list";
import { deleteProduct, disableProduct, enableProduct } from "@/tests/sandbox/gumroad/products/publish";
import { updateProduct } from "@/tests/sandbox/gumroad/products/update";
import { showCategories, showRefundPolicy, showUser } from "@/tests/sandbox/gumroad/profile";
import { listPayouts, showPayout } from "@/tests/sandbox/gumroad/sales/payouts";
import { listSales, showSale } from "@/tests/sandbox/gumroad/sales/read";
import { refundSale } from "@/tests/sandbox/gumroad/sales/refund";
import { salesSummary } from "@/tests/sandbox/gumroad/sales/summary";
import { directUpload } from "@/tests/sandbox/gumroad/uploads/direct";
import { abortFile, completeFile, presignFile } from "@/tests/sandbox/gumroad/uploads/files";
import {
  createSubscription,
  deleteSubscription,
  listSubscriptions,
} from "@/tests/sandbox/gumroad/webhooks/subscriptions";

interface Route {
  methods: string[];
  path: RegExp;
  scopes: string[];
  handle: Handler;
}

const READ = [
  "view_public",
  "view_profile",
  "edit_profile",
  "edit_products",
  "view_sales",
  "view_payouts",
  "mark_sales_as_shipped",
  "edit_sales",
  "refund_sales",
];
const EDIT = ["edit_products"];
const SALES = ["view_sales"];

const ROUTES: Route[] = [
  route("GET", "/products", READ, listProducts),
  route("POST", "/products", EDIT, createProduct),
  route("GET", "/products/:id", READ, onProduct(showProduct)),
  route("PUT PATCH", "/products/:id", EDIT, onProduct(updateProduct)),
  route("DELETE", "/products/:id", EDIT, onProduct(deleteProduct)),
  route("PUT", "/products/:id/enable", EDIT, onProduct(enableProduct)),
  route("PUT", "/products/:id/disable", EDIT, onProduct(disableProduct)),
  route("POST", "/products/:id/covers", EDIT, onProduct(addCover)),
  route("DELETE", "/products/:id/covers/:id", EDIT, onProduct(deleteCover)),
  route("POST", "/products/:id/thumbnail", EDIT, onProduct(setThumbnail)),
  route("DELETE", "/products/:id/thumbnail", EDIT, onProduct(deleteThumbnail)),
  route("POST", "/files/presign", EDIT, presignFile),
  route("POST", "/files/complete", EDIT, completeFile),
  route("POST", "/files/abort", EDIT, abortFile),
  route("POST", "/direct_uploads", EDIT, directUpload),
  route("GET", "/categories", READ, showCategories),
  route("GET", "/refund_policy", READ, showRefundPolicy),
  route("GET", "/user", READ, showUser),
  route("GET", "/sales", SALES, listSales),
  route("GET", "/sales/summary", SALES, salesSummary),
  route("GET", "/sales/:id", SALES, showSale),
  route("PUT", "/sales/:id/refund", ["edit_sales", "refund_sales"], refundSale),
  route("GET", "/payouts", ["view_payouts"], listPayouts),
  route("GET", "/payouts/:id", ["view_payouts"], showPayout),
  route("GET", "/resource_subscriptions", SALES, listSubscriptions),
  route("PUT", "/resource_subscriptions", SALES, createSubscription),
  route("DELETE", "/resource_subscriptions/:id", SALES, deleteSubscription),
];

/** The route of a path that begins with `/v2`, with its decoded ids. */
export function findRoute(method: string, path: string): { route: Route; ids: string[] } | undefined {
  for (const route of ROUTES) {
    const match = route.methods.includes(method) ? route.path.exec(path) : null;
    if (match !== null) return { route, ids: match.slice(1).map(decodeURIComponent) };
  }
  return undefined;
}

/** `/v2/products/A-m3…==/enable` as `/v2/products/{id}/enable`, for counting calls. */
export function pathPattern(path: string): string {
  return path
    .replace(/^\/api(?=\/v2)/, "")
    .replace(/\.json$/, "")
    .replace(/(products|sales|payouts|resource_subscriptions|covers)\/(?!summary$)[^/]+/g, "$1/{id}")
    .replace(/^\/(attachments|public|signed|l|d)\/.*/, "/$1/{key}");
}

function route(methods: string, path: string, scopes: string[], handle: Handler): Route {
  const source = `^/v2${path.replaceAll(":id", "([^/]+)")}$`;
  return { methods: methods.split(" "), path: new RegExp(source), scopes, handle };
}
