import { z } from "zod";

/** What the stand-in keeps. Times are epoch seconds unless a name ends in `_ms`; money is integer minor units. */

const uploadSchema = z.object({ name: z.string(), size: z.int(), sha256: z.string(), type: z.string() });
export type Upload = z.infer<typeof uploadSchema>;

export const productSchema = z.object({
  product_key: z.string(),
  product_id: z.string(),
  title: z.string(),
  price: z.int(),
  currency: z.string(),
  description: z.string(),
  file: uploadSchema.nullable(),
  cover: uploadSchema.nullable(),
  removed: z.boolean(),
  created: z.int(),
});
export type Product = z.infer<typeof productSchema>;

export const couponSchema = z.object({
  id: z.string(),
  coupon_type: z.enum(["single", "multi", "collection"]),
  code: z.string(),
  percent_off: z.number().nullable(),
  amount_off: z.int().nullable(),
  product_key: z.string().nullable(),
  collection_id: z.string().nullable(),
  minimum_purchase_amount: z.int().nullable(),
  usage_limit: z.int().nullable(),
  usage_count: z.int(),
  start_date: z.string().nullable(),
  end_date: z.string().nullable(),
  notes: z.string().nullable(),
});
export type Coupon = z.infer<typeof couponSchema>;

const refundSchema = z.object({ amount: z.int(), date: z.int() });

export const saleSchema = z.object({
  id: z.string(),
  email: z.string(),
  currency: z.string(),
  /** All items and the VAT. */
  price: z.int(),
  vat: z.int(),
  items: z.array(
    z.object({
      product_key: z.string(),
      product_id: z.string(),
      product_name: z.string(),
      quantity: z.int(),
      /** Of one piece; Payhip does not tell it. */
      unit_price: z.int(),
    }),
  ),
  payment_type: z.enum(["card", "paypal"]),
  /** Null when PayPal took the money. */
  stripe_fee: z.int().nullable(),
  payhip_fee: z.int(),
  date: z.int(),
  refunds: z.array(refundSchema),
});
export type Sale = z.infer<typeof saleSchema>;

export const deliverySchema = z.object({
  id: z.int(),
  url: z.string(),
  event: z.enum(["paid", "refunded"]),
  transaction_id: z.string(),
  /** Everything but the signature, which is that of the key at each attempt. */
  payload: z.record(z.string(), z.unknown()),
  due_ms: z.int(),
  state: z.enum(["pending", "delivered", "dropped"]),
  /** `status` is null when no answer came; `again` marks one asked for by `POST /__control/redeliver`. */
  attempts: z.array(z.object({ at: z.string(), status: z.int().nullable(), again: z.boolean() })),
});
export type Delivery = z.infer<typeof deliverySchema>;

export const EVENTS = ["paid", "refunded", "subscription.created", "subscription.deleted"] as const;

/** What the seller has under Settings, Developer. */
export const accountSchema = z.object({
  api_key: z.string(),
  webhook_urls: z.array(z.string()),
  webhook_events: z.array(z.enum(EVENTS)),
});
export type Account = z.infer<typeof accountSchema>;
