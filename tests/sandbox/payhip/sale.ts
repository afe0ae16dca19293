import { z } from "zod";
import { nextTransactionId } from "@/tests/sandbox/payhip/ids";
import type { Product, Sale } from "@/tests/sandbox/payhip/rows";
import { paid } from "@/tests/sandbox/payhip/webhooks/payload";
import { enqueue } from "@/tests/sandbox/payhip/webhooks/queue";
import type { World } from "@/tests/sandbox/payhip/world";

const lineSchema = z.strictObject({ product_key: z.string(), quantity: z.int().positive().default(1) });

const saleSchema = z
  .strictObject({
    product_key: z.string().optional(),
    quantity: z.int().positive().default(1),
    /** An order of several products, instead of `product_key` and `quantity`. */
    items: z.array(lineSchema).min(1).optional(),
    payment_type: z.enum(["card", "paypal"]).default("card"),
    /** Minor units, on top of the prices. */
    vat: z.int().nonnegative().default(0),
    email: z.string().default("ann@example.com"),
  })
  .refine((sale) => (sale.product_key === undefined) !== (sale.items === undefined), {
    error: "name either product_key or items",
  });

/** `POST /__control/sale`: a buyer pays one order; throws when a product is not on sale. */
export function sell(world: World, body: unknown, origin: string) {
  const { product_key, quantity, items, vat, payment_type, email } = saleSchema.parse(body);
  const lines = items ?? [{ product_key: product_key ?? "", quantity }];
  const bought = lines.map((line) => ({ product: onSale(world, line.product_key), quantity: line.quantity }));
  const currency = oneCurrency(bought.map(({ product }) => product));
  const price = bought.reduce((sum, line) => sum + line.product.price * line.quantity, vat);
  const sale: Sale = {
    id: nextTransactionId(world.books),
    email,
    currency,
    price,
    vat,
    items: bought.map(({ product, quantity }) => ({
      product_key: product.product_key,
      product_id: product.product_id,
      product_name: product.title,
      quantity,
      unit_price: product.price,
    })),
    payment_type,
    ...feesOf(price, payment_type),
    date: world.seconds(),
    refunds: [],
  };
  world.sales.put(sale.id, sale);
  const deliveries = enqueue(world, "paid", sale.id, paid(world, sale, origin));
  return { ...sale, deliveries };
}

function onSale(world: World, key: string): Product {
  const product = world.products.get(key);
  if (product === undefined) throw new Error(`no product ${key}`);
  if (product.removed) throw new Error(`product ${key} is removed`);
  return product;
}

function oneCurrency(products: Product[]): string {
  const currencies = new Set(products.map((product) => product.currency));
  const [currency] = currencies;
  if (currency === undefined || currencies.size > 1) throw new Error("one order has one currency");
  return currency;
}

/** Payhip keeps 5 % on the free plan, Stripe 2.9 % and 30 minor units; nothing of a free order. */
function feesOf(price: number, payment_type: Sale["payment_type"]) {
  const stripe_fee = price === 0 ? 0 : Math.round((price * 29) / 1000) + 30;
  return {
    stripe_fee: payment_type === "card" ? stripe_fee : null,
    payhip_fee: Math.round((price * 5) / 100),
  };
}
