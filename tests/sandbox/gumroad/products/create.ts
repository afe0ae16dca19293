import { type Answer, ok, refused, sentence } from "@/tests/sandbox/gumroad/answers";
import { OTHER } from "@/tests/sandbox/gumroad/categories";
import type { Call } from "@/tests/sandbox/gumroad/context";
import { isSupported } from "@/tests/sandbox/gumroad/currencies";
import { externalId, nextNumber, permalinkOf, stamp } from "@/tests/sandbox/gumroad/ids";
import { flag, integer, isPresent, type Params, text, textOrNull } from "@/tests/sandbox/gumroad/params";
import {
  buyerPage,
  newFile,
  readPages,
  refuseFileUrls,
  temporaryId,
} from "@/tests/sandbox/gumroad/products/content";
import { refusePublish } from "@/tests/sandbox/gumroad/products/publish";
import { capError, cleanTags, productErrors } from "@/tests/sandbox/gumroad/products/rules";
import {
  fileEntries,
  refuseContentShape,
  refuseLegacyUpload,
  refuseOverflow,
  refuseRefundPolicy,
  refuseTagsShape,
  resolveCategory,
} from "@/tests/sandbox/gumroad/products/shape";
import { fullProduct } from "@/tests/sandbox/gumroad/products/view";
import type { Product } from "@/tests/sandbox/gumroad/state";

const CREATABLE = ["digital", "ebook", "course", "membership", "bundle", "coffee", "call", "commission"];

/** POST /products: one transaction; whatever is refused leaves nothing behind. */
export function createProduct(call: Call): Answer {
  const { params, books } = call;
  const category = resolveCategory(params);
  const shape =
    refuseLegacyUpload(params, "POST /v2/products") ??
    ("error" in category ? category.error : null) ??
    refuseType(params) ??
    refuseCurrency(call) ??
    refuseTagsShape(params) ??
    refuseRefundPolicy(call) ??
    refuseContentShape(params) ??
    refuseFiles(call) ??
    refuseOverflow(params);
  if (shape !== null) return refused(shape);

  const product = draftOf(call, "id" in category ? category.id : undefined);
  const errors = productErrors(call, product);
  if (!isPresent(params.price)) errors.push("New products should be created with a price");
  const cap = capError(call);
  if (cap !== null) errors.push(cap);
  if (errors.length > 0) return refused(sentence(errors));
  const tags = cleanTags(params.tags);
  if ("error" in tags) return refused(tags.error);

  product.tags = tags.tags;
  attach(call, product);
  books.products.push(product);
  const warning = autopublish(call, product);
  call.keep.product(product);
  return ok({ product: fullProduct(call, product), ...(warning === null ? {} : { warning }) });
}

function refuseType(params: Params): string | null {
  const type = text(params.native_type) || "digital";
  return CREATABLE.includes(type) ? null : `The product type '${type}' is not supported for creation.`;
}

function refuseCurrency(call: Call): string | null {
  const sent = call.params.price_currency_type;
  if (sent === undefined || sent === null) return null;
  return isSupported(text(sent).trim().toLowerCase()) ? null : `'${text(sent)}' is not a supported currency.`;
}

function refuseFiles(call: Call): string | null {
  if (!("files" in call.params)) return null;
  const entries = fileEntries(call.params);
  return entries === null ? "files must be an array of file objects." : refuseFileUrls(call, entries);
}

/** Fields that create does not permit (receipt, reviews, custom HTML, ...) are ignored in silence. */
function draftOf(call: Call, taxonomy: number | undefined): Product {
  const { params, books } = call;
  const number = nextNumber(books);
  const price = integer(params.price) ?? 0;
  return {
    id: externalId(number),
    number,
    permalink: permalinkOf(number),
    custom_permalink: text(params.custom_permalink) || null,
    name: text(params.name),
    description: textOrNull(params.description),
    custom_summary: text(params.custom_summary) || null,
    custom_receipt: null,
    custom_html: null,
    native_type: text(params.native_type) || "digital",
    price,
    currency: text(params.price_currency_type).trim().toLowerCase() || books.seller.currency,
    customizable_price: price === 0 ? true : flag(params.customizable_price),
    suggested_price_cents: integer(params.suggested_price_cents),
    max_purchase_count: clampPurchases(integer(params.max_purchase_count)),
    quantity_enabled: false,
    is_adult: false,
    display_product_reviews: true,
    should_show_sales_count: false,
    tags: [],
    taxonomy_id: taxonomy ?? OTHER,
    refund_period: textOrNull(params.refund_period),
    refund_fine_print: textOrNull(params.refund_fine_print),
    published: false,
    deleted: false,
    created_at: stamp(call.now()),
    files: [],
    rich_content: [],
    buyer_page: [],
    covers: [],
    thumbnail: null,
  };
}

/** Gumroad clamps the limit of purchases to 0…10 000 000. */
export function clampPurchases(count: number | null): number | null {
  return count === null ? null : Math.min(10_000_000, Math.max(0, count));
}

function attach(call: Call, product: Product): void {
  const mappings: Record<string, string> = {};
  for (const [index, entry] of (fileEntries(call.params) ?? []).entries()) {
    const file = newFile(call, entry, index);
    const temporary = temporaryId(entry);
    if (temporary !== null) mappings[temporary] = file.id;
    product.files.push(file);
  }
  product.rich_content = readPages(call, call.params.rich_content, mappings, []);
  product.buyer_page = buyerPage(product);
}

/** Since 2026-09-05 a create publishes unless `draft=true` or `published=false`; blocked = a warning. */
function autopublish(call: Call, product: Product): string | null {
  const asDraft = flag(call.params.draft) === true || flag(call.params.published) === false;
  if (!call.books.switches.autopublish || asDraft) return null;
  const blocked = refusePublish(call);
  product.published = blocked === null;
  return blocked;
}
