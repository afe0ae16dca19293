import type { GumroadBooks } from "@/tests/sandbox/gumroad/account";
import type { Answer } from "@/tests/sandbox/gumroad/answers";
import { notFound } from "@/tests/sandbox/gumroad/answers";
import type { Call, Handler } from "@/tests/sandbox/gumroad/context";
import type { Product } from "@/tests/sandbox/gumroad/state";

/** By external id or unique permalink, deleted ones too; the custom permalink does not find a product. */
export function findProduct(books: GumroadBooks, id: string): Product | undefined {
  return books.products.find((product) => product.id === id || product.permalink === id);
}

/** A handler of a route whose first id is a product's. */
export function onProduct(
  act: (call: Call, product: Product, ids: string[]) => Answer | Promise<Answer>,
): Handler {
  return async (call, ids) => {
    const product = findProduct(call.books, ids[0] ?? "");
    if (product === undefined) return notFound("product");
    const answer = await act(call, product, ids);
    if (call.method !== "GET") call.keep.product(product);
    return answer;
  };
}
