import { z } from "zod";
import type {
  Blob,
  Delivery,
  Payout,
  Product,
  Sale,
  Subscription,
  Token,
  Upload,
} from "@/tests/sandbox/gumroad/state";

const cents = z.int().nonnegative();
const share = z.number().min(0).max(1);

/** What the control door's `set` may switch; each is a state a real account can be in. */
export const switchesSchema = z.strictObject({
  /** On: a create without `draft=true` publishes at once (since 2026-09-05). Off: always a draft. */
  autopublish: z.boolean(),
  moderation: z.enum(["pass", "reject", "unavailable"]),
  no_payout_method: z.boolean(),
  unconfirmed_email: z.boolean(),
  offer_code_below_minimum: z.boolean(),
  account_refund_policy: z.boolean(),
  insufficient_balance: z.boolean(),
  refunds_disabled: z.boolean(),
  refund_rejected: z.boolean(),
  refund_unavailable: z.boolean(),
  /** Gumroad refuses webhooks and pictures on localhost; on = accepted here. */
  allow_localhost: z.boolean(),
  webhooks_out_of_order: z.boolean(),
  webhook_timeout_ms: cents,
  /** Null = Gumroad's own: 10 s after a sale, 5 s after a refund or dispute. */
  webhook_delay_ms: cents.nullable(),
  /** The account's one "Ping" address; gets sales only. */
  ping_url: z.string().nullable(),
  /** The next n `enable` calls answer "Something broke…". */
  enable_breaks: cents,
  /** The seeded chance that an `enable` answers "Something broke…". */
  enable_breaks_rate: share,
  /** Products a rolling day; null = 10, or 100 for an established seller. */
  daily_cap: cents.nullable(),
});
export type Switches = z.infer<typeof switchesSchema>;

/** The one row that is not a list: the seller, the switches and the counters. */
export const accountSchema = z.object({
  seller: z.object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    email: z.string(),
    currency: z.string(),
  }),
  upload_port: z.number().nullable(),
  last_number: z.number(),
  /** State of the seeded chance. */
  random: z.number(),
  switches: switchesSchema,
  /** Requests refused by the throttle, creates refused (or, in `open`, only counted) by the daily cap. */
  counters: z.object({ throttled: z.number(), capped: z.number() }),
});
export type Account = z.infer<typeof accountSchema>;

export interface GumroadBooks extends Account {
  established: boolean;
  tokens: Token[];
  products: Product[];
  uploads: Upload[];
  blobs: Blob[];
  sales: Sale[];
  payouts: Payout[];
  subscriptions: Subscription[];
  deliveries: Delivery[];
  /** Requests counted per throttle level in its current window. */
  throttles: Record<string, { window: number; count: number }>;
}

/** A fresh account that may sell. */
export function newAccount(sellerId: string): Account {
  return {
    seller: {
      id: sellerId,
      username: "northlight",
      name: "Northlight Manuals",
      email: "seller@northlight.example",
      currency: "usd",
    },
    upload_port: null,
    last_number: 1000,
    random: 1,
    counters: { throttled: 0, capped: 0 },
    switches: {
      autopublish: true,
      moderation: "pass",
      no_payout_method: false,
      unconfirmed_email: false,
      offer_code_below_minimum: false,
      account_refund_policy: true,
      insufficient_balance: false,
      refunds_disabled: false,
      refund_rejected: false,
      refund_unavailable: false,
      allow_localhost: false,
      webhooks_out_of_order: false,
      webhook_timeout_ms: 5000,
      webhook_delay_ms: null,
      ping_url: null,
      enable_breaks: 0,
      enable_breaks_rate: 0,
      daily_cap: null,
    },
  };
}
