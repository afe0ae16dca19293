import { z } from "zod";

/** What `POST /__control/set` may change. Each is something a real account meets, or an open question. */
export const switchesSchema = z.strictObject({
  /** `hold` keeps webhooks until `send` comes back or `POST /__control/redeliver` sends them. */
  webhooks: z.enum(["send", "hold"]).default("send"),
  webhook_timeout_ms: z.int().positive().default(5000),
  /** Every date of a webhook is text, as in Payhip's older sample. */
  date_as_string: z.boolean().default(false),
  /** Whether `amount_refunded` is that of the event or of all refunds so far: Payhip does not say. */
  refund_amount: z.enum(["event", "cumulative"]).default("event"),
  /** A `refunded` event has no `date`, only `date_created` and `date_refunded`. */
  refund_without_date: z.boolean().default(false),
});
export type Switches = z.infer<typeof switchesSchema>;
