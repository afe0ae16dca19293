import type { Answer } from "@/tests/sandbox/gumroad/answers";
import type { World } from "@/tests/sandbox/gumroad/context";
import { formatPrice } from "@/tests/sandbox/gumroad/currencies";
import { imageUrl, productUrl } from "@/tests/sandbox/gumroad/products/view";
import type { Product } from "@/tests/sandbox/gumroad/state";

/**
 * What anybody sees without a token: `/l/{permalink}` and `/l/{permalink}.json` of a published product,
 * and `/d/{permalink}`, the page a buyer gets, which is empty when no file is embedded.
 */
export function showPage(world: World, request: { method: string; path: string }): Answer {
  const match = /^\/(l|d)\/([A-Za-z0-9_-]+)(\.json)?$/.exec(request.path);
  const product = match?.[2] === undefined ? undefined : findPublic(world, match[2]);
  if (match === null || product === undefined || request.method !== "GET") {
    return html(404, "Page not found", "<h1>Page not found</h1>");
  }
  if (match[1] === "d") return html(200, product.name, buyerContent(product));
  return match[3] === undefined ? html(200, product.name, offer(product)) : publicJson(world, product);
}

function findPublic(world: World, permalink: string): Product | undefined {
  return world.books.products.find(
    (product) =>
      product.published &&
      !product.deleted &&
      (product.permalink === permalink ||
        product.custom_permalink?.toLowerCase() === permalink.toLowerCase()),
  );
}

function offer(product: Product): string {
  return `<h1>${escaped(product.name)}</h1>
<p class="price" itemprop="price">${escaped(formatPrice(product.price, product.currency))}</p>
<div class="description">${product.description ?? ""}</div>`;
}

function buyerContent(product: Product): string {
  const shown = product.files.filter((file) => product.buyer_page.includes(file.id));
  const items = shown.map((file) => `<li>${escaped(file.name)} (${file.size ?? 0} bytes)</li>`);
  return `<h1>${escaped(product.name)}</h1>\n<ul class="files">${items.join("")}</ul>`;
}

function publicJson(world: World, product: Product): Answer {
  return {
    status: 200,
    body: {
      id: product.id,
      permalink: product.permalink,
      name: product.name,
      long_url: productUrl(world, product),
      price_cents: product.price,
      currency_code: product.currency,
      is_published: product.published,
      covers: product.covers.map((cover) => ({ id: cover.id, url: imageUrl(world, cover) })),
      ratings: { count: 0, average: 0 },
      sales_count: null,
    },
  };
}

function html(status: number, title: string, body: string): Answer {
  return {
    status,
    headers: { "Content-Type": "text/html; charset=utf-8" },
    body: `<!doctype html>\n<html><head><title>${escaped(title)}</title></head><body>\n${body}\n</body></html>\n`,
  };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
