import { z } from "zod";

/**
 * What the child says on its one line. It has read a hostile file, so nothing in it is trusted: texts are
 * bounded and images are bare names inside the output folder.
 */
const image = z.object({
  file: z.string().regex(/^[a-z0-9-]+\.jpg$/),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
const imagePair = z.object({ etsy: image, gumroad: image });

const pageCount = z.number().int().positive();
const peakMb = z.number().nonnegative();

export const inspectionAnswer = z.object({ pageCount, encrypted: z.boolean(), peakMb });

export const factsAnswer = z.object({
  pageCount,
  title: z.object({
    value: z.string().min(1).max(255),
    source: z.enum(["cover", "pages", "metadata", "file_name"]),
    sure: z.boolean(),
  }),
  hasText: z.boolean(),
  language: z.string().length(2).nullable(),
  cover: imagePair,
  thumbnail: image,
  previews: z.array(imagePair.extend({ page: z.number().int().positive() })).max(3),
  peakMb,
});

const refusedCause = z.enum([
  "not_a_pdf",
  "empty",
  "truncated",
  "needs_password",
  "too_many_pages",
  "bomb",
  "unreadable",
]);

export const childAnswer = z.union([
  z.object({ inspection: inspectionAnswer }),
  z.object({ facts: factsAnswer }),
  z.object({ refused: refusedCause, pages: z.number().int().optional() }),
  z.object({ failed: z.enum(["memory", "crash"]), words: z.string().max(500) }),
]);

export type ChildAnswer = z.infer<typeof childAnswer>;
export type FactsAnswer = z.infer<typeof factsAnswer>;
export type ImageAnswer = z.infer<typeof image>;
