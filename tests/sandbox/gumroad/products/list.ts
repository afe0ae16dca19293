import { type Answer, ok } from "@/tests/sandbox/gumroad/answers";
import type { Call } from "@/tests/sandbox/gumroad/context";
import { page } from "@/tests/sandbox/gumroad/paging";
import { fullProduct, slimProduct } from "@/tests/sandbox/gumroad/products/view";
import type { Product } from "@/tests/sandbox/gumroad/state";

/** GET /products: ten slim products a page, newest first, drafts included, deleted ones left out. */
export function listProducts(call: Call): Answer {
  const visible = call.books.products.filter((product) => !product.deleted);
  return page(call, "products", visible, (product) => slimProduct(call, product));
}

/** GET /products/:id: also a deleted one. */
export function showProduct(call: Call, product: Product): Answer {
  return ok({ product: fullProduct(call, product) });
}
