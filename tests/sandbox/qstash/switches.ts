import { z } from "zod";

/** What `POST /__control/set` may change. Each is something at-least-once delivery may do to a receiver. */
export const switchesSchema = z.strictObject({
  /** `hold` keeps every message; `lose` takes them and never sends them. */
  deliver: z.enum(["send", "hold", "lose"]).default("send"),
  /** So many successful deliveries of each message, although one would do. */
  copies: z.int().positive().default(1),
  /** The copies leave together, past the flow control; else one after the other, between those of other messages. */
  together: z.boolean().default(false),
  /** Of messages that are due. */
  order: z.enum(["due", "reverse", "shuffle"]).default("due"),
  /** Of the shuffle. */
  seed: z.int().default(1),
  /** Seconds that the clock of the signatures goes wrong. */
  signature_skew_s: z.int().default(0),
});
export type Switches = z.infer<typeof switchesSchema>;
