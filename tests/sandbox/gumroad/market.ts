import { z } from "zod";
import type { World } from "@/tests/sandbox/gumroad/context";
import { usdCents } from "@/tests/sandbox/gumroad/currencies";
import { externalId, nextNumber, orderId, stamp } from "@/tests/sandbox/gumroad/ids";
import { findProduct } from "@/tests/sandbox/gumroad/products/find";
import { feeOf } from "@/tests/sandbox/gumroad/sales/fees";
import { balance, unpaidSales } from "@/tests/sandbox/gumroad/sales/payouts";
import type { Payout, Sale } from "@/tests/sandbox/gumroad/state";
import { enqueue } from "@/tests/sandbox/gumroad/webhooks/queue";

export const saleBody = z.strictObject({
  /** External id or unique permalink. */
  product_id: z.string(),
  quantity: z.int().positive().default(1),
  /** Minor units of the listing currency for one; absent = the product's price. */
  price: z.int().nonnegative().optional(),
  discover: z.boolean().default(false),
  /** Paid through the seller's own Stripe or PayPal account. */
  connected: z.boolean().default(false),
  /** The seller bought it: a webhook with `test=true`, never in the list of sales. */
  test: z.boolean().default(false),
  email: z.string().default("ann@example.com"),
  full_name: z.string().nullable().default(null),
  referrer: z.string().default("direct"),
});

/** A buyer buys. Throws when the product is not for sale. */
export function makeSale(world: World, order: z.infer<typeof saleBody>): Sale {
  const product = findProduct(world.books, order.product_id);
  if (product === undefined) throw new Error(`no product ${order.product_id}`);
  if (!product.published || product.deleted) throw new Error("the product is not published");
  const number = nextNumber(world.books);
  const listing = (order.price ?? product.price) * order.quantity;
  const usd = usdCents(listing, product.currency);
  const sale: Sale = {
    id: externalId(number),
    number,
    order_id: orderId(number),
    created_at: stamp(world.now()),
    product_id: product.id,
    quantity: order.quantity,
    currency: product.currency,
    listing_cents: listing,
    usd_cents: usd,
    fee_usd_cents: feeOf(usd, order),
    discover: order.discover,
    connected: order.connected,
    email: order.email,
    full_name: order.full_name,
    referrer: order.referrer,
    refunds: [],
    dispute: "none",
    test: order.test,
    payout_id: null,
  };
  world.books.sales.push(sale);
  world.keep.sale(sale);
  enqueue(world, "sale", sale);
  return sale;
}

/** A dispute opens or ends; there is no event for a lost one, nor for a won one of a refunded sale. */
export function disputeSale(world: World, sale: Sale, outcome: "open" | "won" | "lost"): Sale {
  sale.dispute = outcome;
  world.keep.sale(sale);
  if (outcome === "open") enqueue(world, "dispute", sale);
  if (outcome === "won" && sale.refunds.length === 0) enqueue(world, "dispute_won", sale);
  return sale;
}

/** Pays out everything that waits. */
export function makePayout(world: World, status: string): Payout {
  const number = nextNumber(world.books);
  const sales = unpaidSales(world);
  const at = stamp(world.now());
  const payout: Payout = {
    id: externalId(number),
    number,
    amount_cents: balance(sales),
    status,
    created_at: at,
    processed_at: status === "completed" ? at : null,
  };
  for (const sale of sales) {
    sale.payout_id = payout.id;
    world.keep.sale(sale);
  }
  world.books.payouts.push(payout);
  world.keep.payout(payout);
  return payout;
}
