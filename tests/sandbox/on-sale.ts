import { z } from "zod";

/** The body of a call to a control door; an undefined member is not sent. */
export type Body = Record<string, string | number | undefined>;

/** What a buyer finds in one market's books. Amounts are minor units. */
type Market = {
  /** What can be bought, how many pieces there are, and the body of the order. */
  offers: { stock: number; order(quantity: number): Body }[];
  /** Sales with money left to give back, all of it when no amount is named. */
  sold: { left: number; giveBack(amount?: number): Body }[];
  /** Listings whose visitors are counted. */
  visits: ((views: number, favorites: number) => Body)[];
};

export const marketNames = ["etsy", "gumroad", "payhip"] as const;

/** Reads `GET /__control/books`; throws a ZodError when it is not what that market's books look like. */
export const readers: Record<(typeof marketNames)[number], (books: unknown) => Market> = {
  etsy(books) {
    const { listings, receipts } = etsyBooks.parse(books);
    const active = listings.filter((listing) => listing.state === "active");
    return {
      offers: active
        .filter((listing) => listing.quantity > 0)
        .map(({ listing_id, quantity: stock }) => ({
          stock,
          order: (quantity) => ({ listing_id, quantity }),
        })),
      sold: receipts
        .map(({ receipt_id, gross, refunds }) => ({
          left: gross - sum(refunds.map((refund) => refund.amount)),
          giveBack: (amount?: number) => ({ receipt_id, amount }),
        }))
        .filter(({ left }) => left > 0),
      visits: active.map(({ listing_id }) => (views, favorites) => ({ listing_id, views, favorites })),
    };
  },
  gumroad(books) {
    const { products, sales } = gumroadBooks.parse(books);
    return {
      offers: products
        .filter((product) => product.published && !product.deleted)
        .map(({ id }) => ({ stock: Infinity, order: (quantity) => ({ product_id: id, quantity }) })),
      sold: sales
        .map(({ id, listing_cents, refunds }) => ({
          left: listing_cents - sum(refunds.map((refund) => refund.listing_cents)),
          giveBack: (amount?: number) => ({ sale_id: id, amount_cents: amount }),
        }))
        .filter(({ left }) => left > 0),
      visits: [],
    };
  },
  payhip(books) {
    const { products, sales } = payhipBooks.parse(books);
    return {
      offers: products
        .filter((product) => !product.removed)
        .map(({ product_key }) => ({ stock: Infinity, order: (quantity) => ({ product_key, quantity }) })),
      sold: sales
        .map(({ id, price, refunds }) => ({
          left: price - sum(refunds.map((refund) => refund.amount)),
          giveBack: (amount?: number) => ({ id, amount }),
        }))
        .filter(({ left }) => left > 0),
      visits: [],
    };
  },
};

const etsyBooks = z.object({
  listings: z.array(z.object({ listing_id: z.int(), state: z.string(), quantity: z.int() })),
  receipts: z.array(
    z.object({ receipt_id: z.int(), gross: z.int(), refunds: z.array(z.object({ amount: z.int() })) }),
  ),
});

const gumroadRefund = z.object({ listing_cents: z.int() });
const gumroadBooks = z.object({
  products: z.array(z.object({ id: z.string(), published: z.boolean(), deleted: z.boolean() })),
  sales: z.array(z.object({ id: z.string(), listing_cents: z.int(), refunds: z.array(gumroadRefund) })),
});

const payhipRefund = z.object({ amount: z.int() });
const payhipBooks = z.object({
  products: z.array(z.object({ product_key: z.string(), removed: z.boolean() })),
  sales: z.array(z.object({ id: z.string(), price: z.int(), refunds: z.array(payhipRefund) })),
});

function sum(amounts: number[]): number {
  return amounts.reduce((all, one) => all + one, 0);
}
