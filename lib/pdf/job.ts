import { z } from "zod";

/** What the child is asked to do: one JSON text on its standard input. */
export const pdfJob = z.object({
  task: z.enum(["inspect", "read"]),
  file: z.string(),
  /** Existing folder for the images; read only. */
  out: z.string(),
  /** The name the seller gave the file; read only. */
  fileName: z.string(),
  limits: z.object({
    inspectMs: z.number(),
    readMs: z.number(),
    memoryMb: z.number(),
    heapMb: z.number(),
    engineMb: z.number(),
    pages: z.number(),
    streamBytes: z.number(),
    imageBytes: z.number(),
    imagePixels: z.number(),
    inflateBytes: z.number(),
    inflateRatio: z.number(),
  }),
});

export type PdfJob = z.infer<typeof pdfJob>;
