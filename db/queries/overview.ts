import { desc, eq, isNotNull, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { actionQueue } from "@/db/schema/actions";
import { listingSteps, platformListings } from "@/db/schema/listings";
import { manuals } from "@/db/schema/manuals";
import { platforms } from "@/db/schema/platforms";
import { agentRuns } from "@/db/schema/runs";

/** One line of recent activity. */
export type Activity =
  | { kind: "listed"; at: Date; listingId: number; title: string; platformName: string }
  | {
      kind: "problem";
      at: Date;
      listingId: number;
      title: string;
      platformName: string;
      message: string;
    }
  | { kind: "asked" | "answered" | "cancelled" | "timed_out"; at: Date; actionId: number; title: string }
  | { kind: "run"; at: Date; runId: number; message: string };

/** The newest events of the journal, the action queue and the runs, newest first. Three statements. */
export async function recentActivity(db: Db, limit: number): Promise<Activity[]> {
  const found = await Promise.all([stepEvents(db, limit), actionEvents(db, limit), runEvents(db, limit)]);
  return found
    .flat()
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, limit);
}

async function stepEvents(db: Db, limit: number): Promise<Activity[]> {
  const message = sql<string | null>`${listingSteps.outcome} ->> 'message'`;
  const rows = await db
    .select({
      at: listingSteps.at,
      listingId: listingSteps.listingId,
      message,
      title: manuals.title,
      platformName: platforms.name,
    })
    .from(listingSteps)
    .innerJoin(platformListings, eq(platformListings.id, listingSteps.listingId))
    .innerJoin(manuals, eq(manuals.id, platformListings.manualId))
    .innerJoin(platforms, eq(platforms.id, platformListings.platformId))
    .where(
      or(
        sql`${listingSteps.step} = 'verify' and ${listingSteps.outcome} ? 'url'`,
        sql`${listingSteps.outcome} ? 'error'`,
      ),
    )
    .orderBy(desc(listingSteps.id))
    .limit(limit);
  return rows.map(({ message, ...row }) =>
    message === null ? { kind: "listed", ...row } : { kind: "problem", ...row, message },
  );
}

async function actionEvents(db: Db, limit: number): Promise<Activity[]> {
  const at = sql`coalesce(${actionQueue.respondedAt}, ${actionQueue.createdAt})`.mapWith(
    actionQueue.createdAt,
  );
  const rows = await db
    .select({ at, actionId: actionQueue.id, title: actionQueue.title, status: actionQueue.status })
    .from(actionQueue)
    .orderBy(desc(at))
    .limit(limit);
  return rows.map(({ status, ...row }) => ({ kind: kindOf(status), ...row }));
}

function kindOf(status: string): "asked" | "answered" | "cancelled" | "timed_out" {
  if (status === "completed") return "answered";
  return status === "cancelled" || status === "timed_out" ? status : "asked";
}

async function runEvents(db: Db, limit: number): Promise<Activity[]> {
  const rows = await db
    .select({ at: agentRuns.finishedAt, runId: agentRuns.id, message: agentRuns.error })
    .from(agentRuns)
    .where(isNotNull(agentRuns.error))
    .orderBy(desc(agentRuns.id))
    .limit(limit);
  return rows.flatMap(({ at, runId, message }) =>
    at && message ? [{ kind: "run" as const, at, runId, message }] : [],
  );
}
