import { z } from "zod";

/** What the stand-in keeps. Times are epoch seconds; money is integer minor units of the shop's currency. */

const offeringSchema = z.object({
  offering_id: z.int(),
  price: z.int(),
  quantity: z.int(),
  is_enabled: z.boolean(),
  readiness_state_id: z.int().nullable(),
});

const productSchema = z.object({
  product_id: z.int(),
  sku: z.string(),
  property_values: z.array(z.record(z.string(), z.unknown())),
  offerings: z.array(offeringSchema),
});

export const listingSchema = z.object({
  listing_id: z.int(),
  state: z.enum(["draft", "active", "inactive", "sold_out", "expired", "removed"]),
  frozen: z.boolean(),
  type: z.enum(["physical", "download", "both"]),
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  materials: z.array(z.string()),
  styles: z.array(z.string()),
  who_made: z.string(),
  when_made: z.string(),
  is_supply: z.boolean(),
  taxonomy_id: z.int(),
  should_auto_renew: z.boolean(),
  is_taxable: z.boolean(),
  is_customizable: z.boolean(),
  shop_section_id: z.int().nullable(),
  shipping_profile_id: z.int().nullable(),
  return_policy_id: z.int().nullable(),
  products: z.array(productSchema),
  files: z.array(z.object({ listing_file_id: z.int(), rank: z.int() })),
  images: z.array(z.object({ listing_image_id: z.int(), rank: z.int(), alt_text: z.string() })),
  created: z.int(),
  /** Milliseconds of `created`, for the lag of the draft list. */
  created_ms: z.int(),
  original_created: z.int(),
  updated: z.int(),
  state_changed: z.int(),
  ending: z.int(),
  /** Tabulated views, and those of today that are not shown yet. */
  views: z.int(),
  views_today: z.int(),
  favorites: z.int(),
});
export type Listing = z.infer<typeof listingSchema>;

export const fileSchema = z.object({
  listing_file_id: z.int(),
  name: z.string(),
  size: z.int(),
  sha256: z.string(),
  filetype: z.string(),
  created: z.int(),
});
export type ListingFile = z.infer<typeof fileSchema>;

export const imageSchema = z.object({
  listing_image_id: z.int(),
  size: z.int(),
  sha256: z.string(),
  filetype: z.string(),
  width: z.int(),
  height: z.int(),
  created: z.int(),
});
export type ListingImage = z.infer<typeof imageSchema>;

export const receiptSchema = z.object({
  receipt_id: z.int(),
  payment_id: z.int(),
  buyer_user_id: z.int(),
  name: z.string(),
  status: z.enum(["paid", "completed", "canceled", "fully refunded", "partially refunded"]),
  created: z.int(),
  updated: z.int(),
  /** Price of all lines after coupons. */
  gross: z.int(),
  coupon: z.int(),
  processing_fee: z.int(),
  transactions: z.array(
    z.object({
      transaction_id: z.int(),
      listing_id: z.int(),
      listing_image_id: z.int().nullable(),
      product_id: z.int(),
      title: z.string(),
      sku: z.string(),
      quantity: z.int(),
      price: z.int(),
      is_digital: z.boolean(),
    }),
  ),
  refunds: z.array(
    z.object({
      payment_adjustment_id: z.int(),
      amount: z.int(),
      fee: z.int(),
      created: z.int(),
      reason: z.string(),
    }),
  ),
});
export type Receipt = z.infer<typeof receiptSchema>;

export const ledgerSchema = z.object({
  entry_id: z.int(),
  sequence_number: z.int(),
  amount: z.int(),
  balance: z.int(),
  currency: z.string(),
  description: z.string(),
  created: z.int(),
  ledger_type: z.string(),
  reference_type: z.string(),
  reference_id: z.string().nullable(),
  parent_entry_id: z.int(),
  /** The payment this entry belongs to, for `ledger-entries/payments`. */
  payment_id: z.int().nullable(),
});
export type LedgerEntry = z.infer<typeof ledgerSchema>;

export const tokenSchema = z.object({
  token: z.string(),
  kind: z.enum(["access", "refresh"]),
  user_id: z.int(),
  scopes: z.array(z.string()),
  expires: z.int(),
  revoked: z.boolean(),
});
export type Token = z.infer<typeof tokenSchema>;

export const codeSchema = z.object({
  code: z.string(),
  redirect_uri: z.string(),
  code_challenge: z.string(),
  scopes: z.array(z.string()),
  user_id: z.int(),
  used: z.boolean(),
});

export const webhookSchema = z.object({
  webhook_id: z.string(),
  event_type: z.string(),
  resource_url: z.string(),
  created: z.int(),
  attempts: z.array(z.object({ at: z.string(), status: z.int().nullable() })),
});
export type Webhook = z.infer<typeof webhookSchema>;

export const noteSchema = z.object({
  at: z.string(),
  method: z.string(),
  path: z.string(),
  text: z.string(),
});
