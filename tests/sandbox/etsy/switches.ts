import { z } from "zod";
import { ACCESS_TOKEN_S } from "@/tests/sandbox/etsy/limits";

/** What `POST /__control/set` may change. Each is something a real shop or app meets, or an open question. */
export const switchesSchema = z.strictObject({
  /** New drafts show in lists only after so many milliseconds. */
  list_lag_ms: z.int().nonnegative().default(0),
  /** Calls per rolling second and per 24 hours; null: 10 and 10,000 in `real`, no limit in `open`. */
  calls_per_second: z.int().positive().nullable().default(null),
  calls_per_day: z.int().positive().nullable().default(null),
  /** How long a new access token is good for; an hour, as Etsy documents. */
  access_token_s: z.int().positive().default(ACCESS_TOKEN_S),
  /** A refresh revokes the refresh token it was made with. Etsy's answer differs between reports. */
  refresh_revokes_old: z.boolean().default(true),
  /** So many token calls answer 500 `Server Error` without any effect. */
  token_failures: z.int().nonnegative().default(0),
  /** The redirect addresses registered for the app; empty: any. */
  redirect_uris: z.array(z.string()).default([]),
  /** Creates fail with the misleading complaint about images, as in shops whose set-up is not finished. */
  shop_incomplete: z.boolean().default(false),
  /** A deactivated listing shows as `edit` instead of `inactive`. */
  inactive_shows_as_edit: z.boolean().default(false),
  /** Every page after the first repeats the last item of the page before. */
  duplicate_page_items: z.boolean().default(false),
  /** The answer to an image upload carries the addresses of the image before. */
  wrong_image_urls: z.boolean().default(false),
  /** A refund leaves the receipt's `updated_timestamp` as it was. */
  refunds_keep_updated: z.boolean().default(true),
  /** Cancelled receipts are missing from lists that filter by modification time. */
  canceled_hidden_from_modified: z.boolean().default(true),
  currency: z.string().length(3).default("USD"),
  /** Where order webhooks go, loopback only; null: they are made but not sent. */
  webhook_url: z.url().nullable().default(null),
  webhook_secret: z.string().startsWith("whsec_").default("whsec_c2FuZGJveC13ZWJob29rLXNlY3JldA=="),
  /** `hold` keeps webhooks until `POST /__control/webhook` sends them. */
  webhooks: z.enum(["send", "hold"]).default("send"),
});
export type Switches = z.infer<typeof switchesSchema>;
