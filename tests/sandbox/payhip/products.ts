import { z } from "zod";
import { nextProductKey } from "@/tests/sandbox/payhip/ids";
import { currencySchema } from "@/tests/sandbox/payhip/money";
import type { Product } from "@/tests/sandbox/payhip/rows";
import type { World } from "@/tests/sandbox/payhip/world";

export type Wanted = Pick<Product, "title" | "price" | "currency" | "description" | "file" | "cover">;

/** The one way a product comes to be: a seller saved it in the dashboard. */
export function addProduct(world: World, wanted: Wanted): Product {
  const product: Product = {
    product_key: nextProductKey(world.books),
    product_id: String(world.books.nextId("product", 3_190_477)),
    ...wanted,
    removed: false,
    created: world.seconds(),
  };
  world.products.put(product.product_key, product);
  return product;
}

export function permalinkOf(product: Pick<Product, "product_key">, origin: string): string {
  return `${origin}/b/${product.product_key}`;
}

const newSchema = z.strictObject({
  title: z.string().trim().min(1),
  price: z.int().nonnegative(),
  currency: currencySchema,
  description: z.string().default(""),
});

/** `POST /__control/product`: the dashboard form without its files. */
export function controlProduct(world: World, body: unknown, origin: string) {
  const product = addProduct(world, { ...newSchema.parse(body), file: null, cover: null });
  return { product_key: product.product_key, product_permalink: permalinkOf(product, origin) };
}

const changeSchema = z.strictObject({
  product_key: z.string(),
  title: z.string().trim().min(1).optional(),
  price: z.int().nonnegative().optional(),
  removed: z.boolean().optional(),
});

/** `POST /__control/product-change`: the seller edits, removes or brings back a product by hand. */
export function changeProduct(world: World, body: unknown) {
  const { product_key, ...change } = changeSchema.parse(body);
  const product = world.products.get(product_key);
  if (product === undefined) throw new Error(`no product ${product_key}`);
  const next = { ...product, ...change };
  world.products.put(product_key, next);
  return next;
}
