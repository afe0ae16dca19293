import { and, desc, eq, lt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { agentRuns } from "@/db/schema/runs";
import { type Page, type PageInput, pageOf, readCursor } from "./cursor";

export type RunRow = typeof agentRuns.$inferSelect;

/** Runs, newest first. A run whose lease ended is shown as failed. @throws AppError `malformed` for a bad cursor. */
export async function listRuns(db: Db, input: PageInput & { now: Date }): Promise<Page<RunRow>> {
  const [last] = input.cursor === undefined ? [] : readCursor(input.cursor, 1);
  const rows = await db
    .select()
    .from(agentRuns)
    .where(and(last === undefined ? undefined : lt(agentRuns.id, last)))
    .orderBy(desc(agentRuns.id))
    .limit(input.limit + 1);
  return pageOf(
    rows.map((row) => seen(row, input.now)),
    input.limit,
    (row) => [row.id],
  );
}

/** One run; null when the id is unknown. */
export async function getRun(db: Db, id: number, now: Date): Promise<RunRow | null> {
  const [row] = await db.select().from(agentRuns).where(eq(agentRuns.id, id));
  return row ? seen(row, now) : null;
}

/** A run is under way only while its lease lasts. */
export function seen(row: RunRow, now: Date): RunRow {
  const open = row.status === "queued" || row.status === "running";
  if (!open || row.leaseUntil > now) return row;
  return { ...row, status: "failed", finishedAt: row.leaseUntil, error: row.error ?? "The server stopped." };
}
