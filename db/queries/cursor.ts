import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { AppError } from "@/lib/errors";

/** A page of a list. `next` is the opaque cursor of the following page, null on the last one. */
export interface Page<Row> {
  rows: Row[];
  next: string | null;
}

export interface PageInput {
  /** 1-100. */
  limit: number;
  /** `next` of the page before. */
  cursor?: string;
}

/** Postgres refuses to compare an id with more than an integer holds. */
const largestId = 2_147_483_647;

/** Opaque text of the sort values of a row; the last one is its id. */
export function writeCursor(values: number[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/**
 * The sort values in a cursor that `writeCursor` made.
 * @throws AppError `malformed` when it is anything else, or of another list.
 */
export function readCursor(cursor: string, length: number): number[] {
  const parsed = z.array(z.int()).length(length).safeParse(parseJson(cursor));
  const id = parsed.data?.at(-1) ?? 0;
  if (!parsed.success || Math.abs(id) > largestId)
    throw new AppError("malformed", "This page link cannot be read. Open the list again.");
  return parsed.data;
}

/** Rows behind the cursor, for ascending sort expressions of which the last is unique. */
export function behind(sorts: SQL[], cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined;
  const values = readCursor(cursor, sorts.length).map((value) => sql`${value}::float8`);
  return sql`(${sql.join(sorts, sql`, `)}) > (${sql.join(values, sql`, `)})`;
}

/** Cuts the one row too many that tells whether there is a next page. */
export function pageOf<Row>(rows: Row[], limit: number, valuesOf: (row: Row) => number[]): Page<Row> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return { rows: kept, next: rows.length > limit && last ? writeCursor(valuesOf(last)) : null };
}

function parseJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
