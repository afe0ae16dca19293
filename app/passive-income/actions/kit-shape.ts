import { z } from "zod";

const kitField = z.object({
  name: z.string(),
  label: z.string(),
  value: z.string(),
  max: z.number().nullable(),
  multiline: z.boolean(),
});

/** A paste kit, as the action queue keeps it. */
export const kitShape = z.object({
  form_url: z.url({ protocol: /^https?$/ }),
  address_example: z.string(),
  steps: z.array(z.string()),
  fields: z.array(kitField),
  files: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(["pdf", "picture"]),
      size_bytes: z.number(),
      url: z.string().startsWith("/api/"),
    }),
  ),
});
export type Kit = z.infer<typeof kitShape>;
export type KitField = z.infer<typeof kitField>;

/** What the public page said when the address came. */
export const evidenceShape = z.object({
  checked_at: z.coerce.date(),
  title: z.string().nullable(),
  price: z.string().nullable(),
  currency: z.string().nullable(),
  warning: z.string().nullable(),
});
export type EvidenceShown = z.infer<typeof evidenceShape>;
