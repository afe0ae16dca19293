import { z } from "zod";

/**
 * The rows of a raw statement (`db.execute(sql...)`), each parsed. The schema sees what db/types.ts promises,
 * under the statement's own column names.
 * @throws ZodError when the statement gives something else than its author thought.
 */
export function rows<T>(result: unknown, schema: z.ZodType<T>): T[] {
  return z.object({ rows: z.array(schema) }).parse(result).rows;
}

const counted = z.union([
  z.object({ rowCount: z.number().int() }),
  z.object({ affectedRows: z.number().int() }),
]);

/** How many rows a plain raw insert, update or delete changed (not for a select, nor for a `with` around it). */
export function affected(result: unknown): number {
  const count = counted.parse(result);
  return "rowCount" in count ? count.rowCount : count.affectedRows;
}
