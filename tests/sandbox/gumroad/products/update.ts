import { type Answer, ok, refused, sentence } from "@/tests/sandbox/gumroad/answers";
import type { Call } from "@/tests/sandbox/gumroad/context";
import { isSupported } from "@/tests/sandbox/gumroad/currencies";
import { flag, integer, isPresent, type Params, text, textOrNull } from "@/tests/sandbox/gumroad/params";
import { buyerPage, readPages } from "@/tests/sandbox/gumroad/products/content";
import { clampPurchases } from "@/tests/sandbox/gumroad/products/create";
import { type FilePlan, planFiles } from "@/tests/sandbox/gumroad/products/files";
import { refuseModeration } from "@/tests/sandbox/gumroad/products/publish";
import { cleanTags, productErrors } from "@/tests/sandbox/gumroad/products/rules";
import {
  refuseContentShape,
  refuseLegacyUpload,
  refuseOverflow,
  refuseRefundPolicy,
  refuseTagsShape,
  resolveCategory,
} from "@/tests/sandbox/gumroad/products/shape";
import { fullProduct } from "@/tests/sandbox/gumroad/products/view";
import type { Image, Product } from "@/tests/sandbox/gumroad/state";

/** PUT /products/:id: only what is sent changes; `files`, `tags` and `rich_content` are replaced whole. */
export function updateProduct(call: Call, product: Product): Answer {
  const { params } = call;
  const category = resolveCategory(params);
  const shape =
    refuseLegacyUpload(params, "PUT /v2/products/:id") ??
    ("error" in category ? category.error : null) ??
    refuseCurrency(params) ??
    refuseRefundPolicy(call) ??
    refuseTagsShape(params) ??
    refuseContentShape(params) ??
    refuseCoverIds(params) ??
    refuseOverflow(params);
  if (shape !== null) return refused(shape);

  const plan = planFiles(call, product);
  if ("error" in plan) return refused(plan.error);
  const changed = withFields(product, params, "id" in category ? category.id : undefined);
  const errors = productErrors(call, changed);
  if (errors.length > 0) return refused(sentence(errors));
  const tags = "tags" in params ? cleanTags(params.tags) : { tags: product.tags };
  if ("error" in tags) return refused(tags.error);
  const said = changed.name !== product.name || changed.description !== product.description;
  const moderation = product.published && said ? refuseModeration(call) : null;
  if (moderation !== null) return refused(moderation);

  const mappings = applyFiles(changed, plan);
  if ("rich_content" in params) {
    changed.rich_content = readPages(call, params.rich_content, mappings, product.rich_content);
  }
  changed.tags = tags.tags;
  changed.covers = "cover_ids" in params ? reorder(product.covers, params.cover_ids) : product.covers;
  changed.buyer_page = buyerPage(changed);
  Object.assign(product, changed);
  const mapped = Object.keys(mappings).length > 0 ? { file_id_mappings: mappings } : {};
  return ok({ product: fullProduct(call, product), ...mapped });
}

function refuseCurrency(params: Params): string | null {
  if (!("price_currency_type" in params)) return null;
  const sent = text(params.price_currency_type);
  return isSupported(sent.trim().toLowerCase()) ? null : `'${sent}' is not a supported currency.`;
}

function refuseCoverIds(params: Params): string | null {
  if (!("cover_ids" in params)) return null;
  const good = Array.isArray(params.cover_ids) && params.cover_ids.every((id) => typeof id === "string");
  return good ? null : "cover_ids must be an array of strings.";
}

function withFields(product: Product, params: Params, taxonomy: number | undefined): Product {
  const sent = <T>(name: string, read: (value: unknown) => T, old: T): T =>
    name in params ? read(params[name]) : old;
  const yes = (value: unknown): boolean => flag(value) ?? false;
  const price = sent("price", (value) => integer(value) ?? 0, product.price);
  return {
    ...product,
    name: sent("name", text, product.name),
    description: sent("description", textOrNull, product.description),
    custom_permalink: sent("custom_permalink", (value) => text(value) || null, product.custom_permalink),
    custom_summary: sent("custom_summary", textOrNull, product.custom_summary),
    custom_receipt: sent("custom_receipt", textOrNull, product.custom_receipt),
    custom_html: sent("custom_html", (value) => text(value) || null, product.custom_html),
    price,
    currency: sent("price_currency_type", (value) => text(value).trim().toLowerCase(), product.currency),
    customizable_price: price === 0 ? true : sent("customizable_price", flag, product.customizable_price),
    suggested_price_cents: sent("suggested_price_cents", integer, product.suggested_price_cents),
    max_purchase_count: sent(
      "max_purchase_count",
      (value) => clampPurchases(integer(value)),
      product.max_purchase_count,
    ),
    quantity_enabled: sent("quantity_enabled", yes, product.quantity_enabled),
    is_adult: sent("is_adult", yes, product.is_adult),
    display_product_reviews: sent("display_product_reviews", yes, product.display_product_reviews),
    should_show_sales_count: sent("should_show_sales_count", yes, product.should_show_sales_count),
    taxonomy_id: taxonomy ?? product.taxonomy_id,
    refund_period: sent(
      "refund_period",
      (value) => (value === "inherit" || !isPresent(value) ? null : text(value)),
      product.refund_period,
    ),
    refund_fine_print: sent("refund_fine_print", textOrNull, product.refund_fine_print),
  };
}

function applyFiles(product: Product, plan: FilePlan): Record<string, string> {
  const mappings: Record<string, string> = {};
  product.files = plan.files.map((make) => make(mappings));
  return mappings;
}

function reorder(covers: Image[], ids: unknown): Image[] {
  const wanted: unknown[] = Array.isArray(ids) ? ids : [];
  const place = (cover: Image) => {
    const index = wanted.indexOf(cover.id);
    return index === -1 ? wanted.length : index;
  };
  return covers.toSorted((left, right) => place(left) - place(right));
}
