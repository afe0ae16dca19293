import { z } from "zod";

/**
 * The parts of Etsy's answers that are used; everything else is let through unread, because fields come and
 * go within days. Shapes: "Etsy Open API v3" 3.0.0, https://developers.etsy.com/documentation/reference/
 */

const id = z.number().int().positive();

export const shop = z.object({ shop_id: id, shop_name: z.string(), currency_code: z.string() });

/** getMe: the user of the token and the one shop that this user has. */
export const me = z.object({ user_id: id, shop_id: id });

const node = z.object({
  id,
  name: z.string(),
  get children() {
    return z.array(node);
  },
});
export const nodes = z.object({ results: z.array(node) });
export type Node = z.infer<typeof node>;

/** Value = amount / divisor. */
export const money = z.object({
  amount: z.number().int(),
  divisor: z.number().int().positive(),
  currency_code: z.string(),
});

/** `state` is read as any text: values outside the documented list (`edit`, `removed`) do come. */
export const listing = z.object({
  listing_id: id,
  title: z.string(),
  description: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  state: z.string(),
  url: z.string().nullish(),
  /** Epoch seconds. */
  created_timestamp: z.number().nullish(),
  price: money.nullish(),
  images: z.array(z.object({ listing_image_id: id })).nullish(),
});
export type Listing = z.infer<typeof listing>;

/** One page; `count` is the total. */
export const listings = z.object({ count: z.number().int().nonnegative(), results: z.array(listing) });

export const created = z.object({ listing_id: id });

export const image = z.object({ listing_image_id: id });

export const file = z.object({
  listing_file_id: id,
  filename: z.string(),
  size_bytes: z.number().int().nonnegative().nullish(),
});
export type ListingFile = z.infer<typeof file>;
export const files = z.object({ results: z.array(file) });

export const inventory = z.object({ products: z.array(z.unknown()).min(1) });

export const state = z.object({ state: z.string() });

/** Answer of the token endpoint; `expires_in` in seconds. A new refresh token comes with every refresh. */
export const tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
});

/** The three shapes of an error. */
export const errorText = z.object({ error: z.string(), error_description: z.string().nullish() });
export const errorList = z.array(z.object({ path: z.string(), message: z.string() })).min(1);

const coupon = z.number().nonnegative().nullish();

/** One line of an order. `price` is that of one unit. */
const transaction = z.object({
  transaction_id: id,
  /** Null once the listing is deleted. */
  listing_id: id.nullish(),
  title: z.string().nullish(),
  quantity: z.number().int().positive(),
  price: money,
  /** Major units. */
  shop_coupon: coupon,
});

const seconds = z.number().int().positive();

/** An order in the currency of the shop. `subtotal` is what the items cost after discounts, without tax. */
export const receipt = z.object({
  receipt_id: id,
  status: z.string(),
  is_paid: z.boolean(),
  created_timestamp: seconds,
  updated_timestamp: seconds.nullish(),
  subtotal: money,
  transactions: z.array(transaction),
  refunds: z
    .array(z.object({ amount: money, created_timestamp: seconds, status: z.string().nullish() }))
    .nullish(),
});
export type Receipt = z.infer<typeof receipt>;
export const receipts = z.object({ count: z.number().int().nonnegative(), results: z.array(receipt) });

/** `views` is counted once a day and for active listings only; 0 may mean "not known". */
export const listingStats = z.object({
  listing_id: id,
  state: z.string(),
  title: z.string(),
  price: money.nullish(),
  views: z.number().int().nonnegative().nullish(),
  num_favorers: z.number().int().nonnegative().nullish(),
});
export const manyStats = z.object({ results: z.array(listingStats) });
