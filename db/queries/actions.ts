import { and, desc, eq, getTableColumns, lt, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { actionQueue, type InputOption } from "@/db/schema/actions";
import { platforms } from "@/db/schema/platforms";
import { behind, type Page, type PageInput, pageOf, readCursor } from "./cursor";

export const actionStatuses = ["pending", "completed", "cancelled", "timed_out"] as const;
export type ActionStatus = (typeof actionStatuses)[number];

export type { InputOption };
export type ActionRow = Awaited<ReturnType<typeof selectActions>>[number];

/**
 * Actions. Pending ones by urgency (a near deadline, then priority), others newest first.
 * The answer to a secret is never read.
 * @throws AppError `malformed` for a cursor of another list.
 */
export async function listActions(
  db: Db,
  input: PageInput & { status: ActionStatus | "all"; platformId?: number },
): Promise<Page<ActionRow>> {
  const platform = input.platformId === undefined ? undefined : eq(actionQueue.platformId, input.platformId);
  if (input.status === "pending") {
    const rows = await selectActions(db)
      .where(and(eq(actionQueue.status, "pending"), platform, behind(urgency, input.cursor)))
      .orderBy(...urgency)
      .limit(input.limit + 1);
    return pageOf(rows, input.limit, (row) => [row.deadline, -row.priority, row.id]);
  }
  const [last] = input.cursor === undefined ? [] : readCursor(input.cursor, 1);
  const rows = await selectActions(db)
    .where(
      and(
        input.status === "all" ? undefined : eq(actionQueue.status, input.status),
        platform,
        last === undefined ? undefined : lt(actionQueue.id, last),
      ),
    )
    .orderBy(desc(actionQueue.id))
    .limit(input.limit + 1);
  return pageOf(rows, input.limit, (row) => [row.id]);
}

/** One action; null when the id is unknown. */
export async function getAction(db: Db, id: number): Promise<ActionRow | null> {
  const [row] = await selectActions(db).where(eq(actionQueue.id, id));
  return row ?? null;
}

/** How many actions there are of each status. */
export async function countActions(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .select({ status: actionQueue.status, count: sql<number>`count(*)::int` })
    .from(actionQueue)
    .groupBy(actionQueue.status);
  return new Map(rows.map(({ status, count }) => [status, count]));
}

/** Epoch milliseconds; far away until the deadline is near (it was reminded of then). */
const deadline = sql<number>`(case when ${actionQueue.remindedAt} is null then 9e15
  else extract(epoch from ${actionQueue.expiresAt}) * 1000 end)::float8`;
const urgency = [sql`${deadline}`, sql`-${actionQueue.priority}`, sql`${actionQueue.id}`];

function selectActions(db: Db) {
  return db
    .select({
      ...getTableColumns(actionQueue),
      userResponse: sql<string | null>`case when ${actionQueue.inputType} = 'secret' then null
        else ${actionQueue.userResponse} end`,
      deadline: deadline.mapWith(Number),
      platformName: platforms.name,
    })
    .from(actionQueue)
    .leftJoin(platforms, eq(platforms.id, actionQueue.platformId))
    .$dynamic();
}
