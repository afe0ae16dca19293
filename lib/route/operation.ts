import { z } from "zod";

/** One thing that the HTTP API does: what the handler checks and the document describes are the same value. */
export interface Operation<Params = unknown, Query = unknown, Body = unknown, Answer = unknown> {
  method: "GET" | "POST" | "PATCH";
  /** As OpenAPI writes it: `/api/passive-income/platforms/{id}/configure`. */
  path: string;
  summary: string;
  /**
   * `member`: a signed-in person or the API token. `cron`: the cron secret. `webhook`: the address itself is the
   * credential, and the verb checks it. `anyone`: no credential.
   */
  access: "member" | "cron" | "webhook" | "anyone";
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  /** JSON, or with `filePart` the text fields of a form. */
  body?: z.ZodType<Body>;
  /** Name of the part that carries a file: the body is multipart/form-data then. */
  filePart?: string;
  /** What is answered; null for a file of `media`. */
  answer: z.ZodType<Answer> | null;
  /** Content type of an answer that is no JSON. */
  media?: "image/jpeg" | "text/csv" | "application/octet-stream";
  /** The answer is a page of a list, with the next one in the `Link` header. */
  paged?: boolean;
  /** Status of success. */
  status: 200 | 201 | 202;
  /** Refusals beyond those that every operation of its access has. */
  errors: readonly (400 | 401 | 404 | 409 | 422 | 503)[];
}

/** Checks that an operation fits together, and gives it its exact type. */
export function operation<Params = unknown, Query = unknown, Body = unknown, Answer = unknown>(
  value: Operation<Params, Query, Body, Answer>,
): Operation<Params, Query, Body, Answer> {
  return value;
}

const largestId = 2_147_483_647;

/** An id in an address. */
export const idParam = z
  .string()
  .regex(/^\d{1,10}$/, "is not an id")
  .transform(Number)
  .pipe(z.number().int().min(1, "is not an id").max(largestId, "is not an id"));

export const idParams = z.object({ id: idParam });

/** Search parameters of every list. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^\d{1,4}$/, "is a number from 1 to 100")
    .default("50")
    .transform(Number)
    .pipe(z.number().int().min(1, "is a number from 1 to 100").max(100, "is a number from 1 to 100")),
  cursor: z.string().max(500).optional(),
};

/** A moment in an answer: ISO 8601, UTC. */
export const moment = z.iso.datetime();

/** A text out of a fixed list; the database keeps to it by a check constraint. */
export function word(...values: readonly string[]) {
  return z
    .string()
    .refine((value) => values.includes(value))
    .meta({ enum: [...values] });
}
