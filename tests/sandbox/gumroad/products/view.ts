import { seesSales } from "@/tests/sandbox/gumroad/access";
import { categoryById } from "@/tests/sandbox/gumroad/categories";
import type { Call, World } from "@/tests/sandbox/gumroad/context";
import { formatPrice } from "@/tests/sandbox/gumroad/currencies";
import type { Image, Product, ProductFile } from "@/tests/sandbox/gumroad/state";
import { signedFileUrl } from "@/tests/sandbox/gumroad/uploads/sign";

/** The list's form: no files, content, custom HTML or refund policy. */
export function slimProduct(call: Call, product: Product): object {
  const category = categoryById(product.taxonomy_id);
  const address = productUrl(call, product);
  return {
    id: product.id,
    name: product.name,
    description: product.description,
    custom_permalink: product.custom_permalink,
    custom_receipt: product.custom_receipt,
    custom_summary: product.custom_summary,
    customizable_price: product.customizable_price,
    preview_url: product.covers[0] === undefined ? null : imageUrl(call, product.covers[0]),
    require_shipping: false,
    subscription_duration: null,
    url: null,
    price: product.price,
    currency: product.currency,
    formatted_price: `${formatPrice(product.price, product.currency)}${product.customizable_price ? "+" : ""}`,
    short_url: address,
    landing_url: address,
    thumbnail_url: product.thumbnail === null ? null : imageUrl(call, product.thumbnail),
    tags: product.tags,
    taxonomy_id: product.taxonomy_id,
    category: category?.path ?? null,
    category_label: category?.label ?? null,
    published: product.published && !product.deleted,
    deleted: product.deleted,
    max_purchase_count: product.max_purchase_count,
    custom_fields: [],
    file_info: fileInfo(product),
    is_tiered_membership: product.native_type === "membership",
    recurrences: null,
    ...coverFields(call, product),
    bundle_products: [],
    variants: [],
    ...(seesSales(call.token) ? salesFields(call, product) : {}),
  };
}

/** The single product's form. */
export function fullProduct(call: Call, product: Product): object {
  return {
    ...slimProduct(call, product),
    custom_html: product.custom_html,
    refund_policy: refundPolicy(product),
    rich_content: product.rich_content.map((page) => ({
      id: page.id,
      title: page.title,
      description: { type: "doc", content: page.content },
    })),
    has_same_rich_content_for_all_variants: false,
    main_section_index: 0,
    sections: [],
    files: product.files.map((file) => fileView(call, file)),
  };
}

/** The covers as the covers endpoint lists them. */
export function coverFields(
  world: World,
  product: Product,
): { covers: object[]; main_cover_id: string | null } {
  return {
    covers: product.covers.map((cover) => coverView(world, cover)),
    main_cover_id: product.covers[0]?.id ?? null,
  };
}

export function productUrl(world: World, product: Product): string {
  return `${world.origin}/l/${product.custom_permalink ?? product.permalink}`;
}

export function imageUrl(world: World, image: Image): string {
  return `${world.uploads}/${image.key}`;
}

function coverView(world: World, cover: Image): object {
  const width = cover.width === null ? null : Math.min(670, cover.width);
  const height =
    cover.width === null || cover.height === null || width === null
      ? null
      : Math.trunc((cover.height * width) / cover.width);
  return {
    url: imageUrl(world, cover),
    original_url: imageUrl(world, cover),
    thumbnail: null,
    id: cover.id,
    type: cover.kind,
    filetype: cover.filetype,
    width,
    height,
    native_width: cover.width,
    native_height: cover.height,
  };
}

function fileView(world: World, file: ProductFile): object {
  const extension = file.key.slice(file.key.lastIndexOf(".") + 1).toLowerCase();
  return {
    id: file.id,
    name: file.name,
    size: file.size,
    url: signedFileUrl(world, file.key),
    filetype: extension,
    filegroup: ["pdf", "epub", "mobi", "docx", "txt"].includes(extension) ? "document" : "archive",
  };
}

function fileInfo(product: Product): object {
  const [only, ...more] = product.files;
  if (only === undefined || more.length > 0 || only.size === null) return {};
  return { Size: `${(only.size / 1_048_576).toFixed(1)} MB` };
}

function salesFields(call: Call, product: Product): object {
  const sales = call.books.sales.filter((sale) => sale.product_id === product.id && !sale.test);
  const refundedUsd = sales
    .flatMap((sale) => sale.refunds)
    .reduce((sum, refund) => sum + refund.usd_cents, 0);
  return {
    custom_delivery_url: null,
    sales_count: sales.length,
    sales_usd_cents: sales.reduce((sum, sale) => sum + sale.usd_cents, 0) - refundedUsd,
  };
}

function refundPolicy(product: Product): object | null {
  if (product.refund_period === null) return null;
  return { refund_period: product.refund_period, fine_print: product.refund_fine_print };
}
