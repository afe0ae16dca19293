import { z } from "zod";

export const accountSchema = z.object({
  token: z.string(),
  current_signing_key: z.string(),
  next_signing_key: z.string(),
});
export type Account = z.infer<typeof accountSchema>;

export const flowSchema = z.object({
  key: z.string(),
  /** Calls under way at the same time; null for no limit. */
  parallelism: z.int().positive().nullable(),
  /** Calls begun within a period; null for no limit. */
  rate: z.int().positive().nullable(),
  period_ms: z.int().positive(),
});
export type Flow = z.infer<typeof flowSchema>;

const attemptSchema = z.object({
  at: z.string(),
  /** Null: no answer came. */
  status: z.int().nullable(),
  retried: z.int(),
});

export const messageSchema = z.object({
  id: z.string(),
  url: z.string(),
  method: z.string(),
  /** Those of `Upstash-Forward-*`, and the content type. */
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  deduplication_id: z.string().nullable(),
  flow: flowSchema.nullable(),
  /** Most retries after the first attempt. */
  retries: z.int().nonnegative(),
  timeout_ms: z.int().positive(),
  created_ms: z.number(),
  /** Not before this moment; moved on by a retry. */
  due_ms: z.number(),
  /** Failed attempts that were followed by another. */
  retried: z.int(),
  /** `failed` ones are in the dead letter queue. */
  state: z.enum(["pending", "delivered", "failed", "cancelled"]),
  attempts: z.array(attemptSchema),
});
export type Message = z.infer<typeof messageSchema>;

export const deduplicationSchema = z.object({ message_id: z.string(), at_ms: z.number() });
