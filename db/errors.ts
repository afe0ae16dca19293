import { z } from "zod";

const refusal = z.object({ code: z.string().regex(/^23/), constraint: z.string().optional() });

/** What the database refused (SQLSTATE class 23), by code ("23505" unique, "23503" reference, "23514" check) and constraint. */
export function violation(error: unknown): { code: string; constraint: string | null } | null {
  const parsed = inChain(error, refusal);
  return parsed && { code: parsed.code, constraint: parsed.constraint ?? null };
}

/**
 * Whether this is a statement of ours that failed, whatever the reason. Told by its shape: each bundle of the server has a
 * copy of the ORM, and an error of one is no instance of another's class.
 */
export function isStatementError(error: unknown): error is Error {
  return error instanceof Error && "query" in error && "params" in error;
}

/** The SQLSTATE or network code of whatever a statement threw; null when it carries none. */
export function codeOf(error: unknown): string | null {
  return inChain(error, z.object({ code: z.string() }))?.code ?? null;
}

/** The ORM wraps the driver's error, so the facts are in the cause. */
function inChain<T>(error: unknown, schema: z.ZodType<T>): T | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const parsed = schema.safeParse(at);
    if (parsed.success) return parsed.data;
  }
  return null;
}
