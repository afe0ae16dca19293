import { z } from "zod";

/**
 * Everything the stand-in Gumroad knows, as plain rows that survive a kill (read back through these schemas).
 * Times are ISO-8601 UTC without fractions unless a name ends in `_ms`; money is integer minor units.
 */
export const tokenSchema = z.object({
  api_token: z.string(),
  scopes: z.array(z.string()),
  application: z.string(),
  revoked: z.boolean(),
});
export type Token = z.infer<typeof tokenSchema>;

const fileSchema = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  position: z.number(),
  stream_only: z.boolean(),
  /** Null when the address named no completed upload: Gumroad attaches it all the same. */
  sha256: z.string().nullable(),
  size: z.number().nullable(),
});
export type ProductFile = z.infer<typeof fileSchema>;

const pageSchema = z.object({
  id: z.string(),
  title: z.string().nullable(),
  content: z.array(z.unknown()),
});
export type Page = z.infer<typeof pageSchema>;

const imageSchema = z.object({
  id: z.string(),
  key: z.string(),
  sha256: z.string(),
  size: z.number(),
  filetype: z.string(),
  kind: z.enum(["image", "video"]),
  width: z.number().nullable(),
  height: z.number().nullable(),
});
export type Image = z.infer<typeof imageSchema>;

export const productSchema = z.object({
  id: z.string(),
  number: z.number(),
  permalink: z.string(),
  custom_permalink: z.string().nullable(),
  name: z.string(),
  description: z.string().nullable(),
  custom_summary: z.string().nullable(),
  custom_receipt: z.string().nullable(),
  custom_html: z.string().nullable(),
  native_type: z.string(),
  price: z.number(),
  currency: z.string(),
  customizable_price: z.boolean().nullable(),
  suggested_price_cents: z.number().nullable(),
  max_purchase_count: z.number().nullable(),
  quantity_enabled: z.boolean(),
  is_adult: z.boolean(),
  display_product_reviews: z.boolean(),
  should_show_sales_count: z.boolean(),
  tags: z.array(z.string()),
  taxonomy_id: z.number(),
  refund_period: z.string().nullable(),
  refund_fine_print: z.string().nullable(),
  published: z.boolean(),
  deleted: z.boolean(),
  created_at: z.string(),
  files: z.array(fileSchema),
  rich_content: z.array(pageSchema),
  /** What a buyer sees: the ids of the files that a `fileEmbed` node shows. Empty = an empty page. */
  buyer_page: z.array(z.string()),
  covers: z.array(imageSchema),
  thumbnail: imageSchema.nullable(),
});
export type Product = z.infer<typeof productSchema>;

const partSchema = z.object({
  part_number: z.number(),
  etag: z.string(),
  size: z.number(),
  sha256: z.string(),
});
export type Part = z.infer<typeof partSchema>;

export const uploadSchema = z.object({
  upload_id: z.string(),
  key: z.string(),
  filename: z.string(),
  declared_size: z.number(),
  state: z.enum(["open", "completed", "aborted"]),
  attached: z.boolean(),
  created_at: z.string(),
  parts: z.array(partSchema),
  size: z.number().nullable(),
  sha256: z.string().nullable(),
});
export type Upload = z.infer<typeof uploadSchema>;

export const blobSchema = z.object({
  id: z.number(),
  key: z.string(),
  filename: z.string(),
  content_type: z.string(),
  byte_size: z.number(),
  checksum: z.string(),
  created_at: z.string(),
  uploaded: z
    .object({
      sha256: z.string(),
      size: z.number(),
      media: z.string(),
      width: z.number().nullable(),
      height: z.number().nullable(),
    })
    .nullable(),
});
export type Blob = z.infer<typeof blobSchema>;

const refundSchema = z.object({
  at: z.string(),
  listing_cents: z.number(),
  usd_cents: z.number(),
  fee_usd_cents: z.number(),
});
export type Refund = z.infer<typeof refundSchema>;

export const saleSchema = z.object({
  id: z.string(),
  number: z.number(),
  order_id: z.number(),
  created_at: z.string(),
  product_id: z.string(),
  quantity: z.number(),
  currency: z.string(),
  listing_cents: z.number(),
  usd_cents: z.number(),
  fee_usd_cents: z.number(),
  discover: z.boolean(),
  connected: z.boolean(),
  email: z.string(),
  full_name: z.string().nullable(),
  referrer: z.string(),
  refunds: z.array(refundSchema),
  dispute: z.enum(["none", "open", "won", "lost"]),
  test: z.boolean(),
  payout_id: z.string().nullable(),
});
export type Sale = z.infer<typeof saleSchema>;

export const payoutSchema = z.object({
  id: z.string(),
  number: z.number(),
  amount_cents: z.number(),
  status: z.string(),
  created_at: z.string(),
  processed_at: z.string().nullable(),
});
export type Payout = z.infer<typeof payoutSchema>;

export const subscriptionSchema = z.object({
  id: z.string(),
  resource_name: z.string(),
  post_url: z.string(),
  application: z.string(),
  deleted: z.boolean(),
});
export type Subscription = z.infer<typeof subscriptionSchema>;

export const deliverySchema = z.object({
  number: z.number(),
  /** Null for the account's own ping address. */
  subscription_id: z.string().nullable(),
  post_url: z.string(),
  resource_name: z.string(),
  sale_id: z.string(),
  due_ms: z.number(),
  retries: z.number(),
  state: z.enum(["pending", "delivered", "given_up"]),
  /** The form-encoded payload, made at the first attempt. */
  body: z.string().nullable(),
  attempts: z.array(
    z.object({ at: z.string(), status: z.number().nullable(), error: z.string().nullable() }),
  ),
});
export type Delivery = z.infer<typeof deliverySchema>;
