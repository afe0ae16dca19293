import type { SandboxAnswer } from "@/tests/sandbox/kit/types";
import { escapeHtml, notFoundPage, page } from "@/tests/sandbox/payhip/html";
import { formatPrice, plainPrice } from "@/tests/sandbox/payhip/money";
import { permalinkOf } from "@/tests/sandbox/payhip/products";
import type { Product } from "@/tests/sandbox/payhip/rows";
import type { World } from "@/tests/sandbox/payhip/world";

/** What a buyer sees at `/b/<key>`; keys are case-sensitive, a removed product is gone. */
export function productPage(world: World, key: string, origin: string): SandboxAnswer {
  const product = world.products.get(key);
  if (product === undefined || product.removed) return notFoundPage();
  const title = escapeHtml(product.title);
  const url = permalinkOf(product, origin);
  const head = `
<meta property="og:title" content="${title}">
<meta property="og:type" content="product"><meta property="og:url" content="${url}">
<script type="application/ld+json">${schemaOrg(product, url)}</script>`;
  const body = `<p>Northlight Manuals</p>
${picture(product)}
<h1>${title}</h1>
<p><strong>${escapeHtml(formatPrice(product.price, product.currency))}</strong></p>
<p style="white-space:pre-line">${escapeHtml(product.description)}</p>`;
  return page(200, `${product.title} - Payhip`, body, head);
}

/** The cover of a product; its bytes are kept only with a folder. */
export function coverOf(world: World, key: string): SandboxAnswer {
  const cover = world.products.get(key)?.cover ?? null;
  const bytes = cover === null ? undefined : world.books.fileBytes(cover.sha256);
  if (cover === null || bytes === undefined) return notFoundPage();
  return { status: 200, headers: { "content-type": cover.type }, body: bytes };
}

function picture(product: Product): string {
  return product.cover === null ? "" : `<img src="/covers/${product.product_key}" alt="" width="200">`;
}

/** JSON in which no title can end the script. */
function schemaOrg(product: Product, url: string): string {
  const data = {
    "@context": "https://schema.org",
    "@type": "Product",
    name: product.title,
    description: product.description,
    offers: {
      "@type": "Offer",
      price: plainPrice(product.price, product.currency),
      priceCurrency: product.currency,
      availability: "https://schema.org/InStock",
      url,
    },
  };
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}
