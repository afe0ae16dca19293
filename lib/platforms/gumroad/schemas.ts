import { z } from "zod";

/**
 * Only what is used. Newer servers add fields, older ones and lists leave some out.
 * Source: antiwork/gumroad, app/models/concerns/product/as_json.rb.
 */
export const productSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  custom_permalink: z.string().nullish(),
  /** Gumroad's smallest unit of `currency`. */
  price: z.number().nullish(),
  currency: z.string(),
  description: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  short_url: z.string(),
  published: z.boolean(),
  deleted: z.boolean().default(false),
  thumbnail_url: z.string().nullish(),
  covers: z.array(z.object({ id: z.string() })).default([]),
  /** Single products only. `size` is null until Gumroad has looked into the file, some seconds later. */
  files: z
    .array(z.object({ id: z.string(), name: z.string().nullish(), size: z.number().nullish() }))
    .optional(),
  rich_content: z.array(z.unknown()).optional(),
});

export type Product = z.infer<typeof productSchema>;

/** One with its files and content: without them it cannot be told what a buyer gets. */
export const fullProductSchema = productSchema.required({ files: true, rich_content: true });

export type FullProduct = z.infer<typeof fullProductSchema>;

const success = z.literal(true);

export const productAnswer = z.object({ success, product: productSchema });
export const fullProductAnswer = z.object({ success, product: fullProductSchema });
export const productPageAnswer = z.object({
  success,
  products: z.array(productSchema),
  next_page_key: z.string().min(1).nullish(),
});
export const doneAnswer = z.object({ success });

export const userAnswer = z.object({
  success,
  user: z.object({
    id: z.string().nullish(),
    user_id: z.string().nullish(),
    name: z.string().nullish(),
    display_name: z.string().nullish(),
    currency_type: z.string().nullish(),
  }),
});

export const presignAnswer = z.object({
  success,
  upload_id: z.string().min(1),
  key: z.string().min(1),
  file_url: z.string().min(1),
  parts: z.array(z.object({ part_number: z.number().int().positive(), presigned_url: z.string() })).min(1),
});
export const completeAnswer = z.object({ success, file_url: z.string().min(1) });
export const abortAnswer = z.object({ success, status: z.string() });

/** Rails' blob: the one answer without `success`. */
export const directUploadAnswer = z.object({
  signed_id: z.string().min(1),
  direct_upload: z.object({ url: z.string(), headers: z.record(z.string(), z.string()) }),
});

/**
 * A sale. `price` and `gumroad_fee` are US cents whatever the product's currency; keys that would be null are missing.
 * Source: antiwork/gumroad, app/models/purchase.rb#as_json.
 */
export const saleSchema = z.object({
  id: z.string().min(1),
  created_at: z.iso.datetime({ offset: true }),
  price: z.number().int().nonnegative(),
  gumroad_fee: z.number().int().nonnegative(),
  /** Of the listing, lower case; older servers leave it out. */
  currency: z.string().nullish(),
  /** Major units of the listing's currency: "8", "1,234.50". */
  amount_refundable_in_currency: z.string().nullish(),
  formatted_total_price: z.string().nullish(),
  /** Only present once something was refunded. */
  refunded: z.boolean().nullish(),
  partially_refunded: z.boolean().nullish(),
  product_id: z.string().min(1),
  product_name: z.string().nullish(),
  quantity: z.number().int().positive().catch(1),
  payment_processor: z.string().nullish(),
  discover_fee_charged: z.boolean().nullish(),
  /** The rows inside a bundle: no money, and units that the bundle's own row counts. */
  is_bundle_product_purchase: z.boolean().nullish(),
});
export type Sale = z.infer<typeof saleSchema>;

export const salePageAnswer = z.object({
  success,
  sales: z.array(saleSchema),
  next_page_key: z.string().min(1).nullish(),
});
