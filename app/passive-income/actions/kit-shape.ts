import { z } from "zod";

/** A paste kit, as the action queue keeps it. */
export const kitShape = z.object({
  form_url: z.url(),
  address_example: z.string(),
  steps: z.array(z.string()),
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      value: z.string(),
      max: z.number().nullable(),
      multiline: z.boolean(),
    }),
  ),
  files: z.array(
    z.object({ name: z.string(), kind: z.enum(["pdf", "picture"]), size_bytes: z.number(), url: z.string() }),
  ),
});
export type Kit = z.infer<typeof kitShape>;

/** What the public page said when the address came. */
export const evidenceShape = z.object({
  checked_at: z.string(),
  title: z.string().nullable(),
  price: z.string().nullable(),
  currency: z.string().nullable(),
  warning: z.string().nullable(),
});
