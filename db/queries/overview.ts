import { and, desc, eq, gte, inArray, isNotNull, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { actionQueue } from "@/db/schema/actions";
import { listingSteps, platformListings } from "@/db/schema/listings";
import { manuals } from "@/db/schema/manuals";
import { platforms } from "@/db/schema/platforms";
import { priceChanges, revenue } from "@/db/schema/revenue";
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
  | { kind: "run"; at: Date; runId: number; message: string }
  | {
      kind: "sale" | "refund";
      at: Date;
      /** Null: nobody knows which listing it was. */
      listingId: number | null;
      title: string | null;
      platformName: string;
      /** Minor units of `currency`. */
      amount: number;
      currency: string;
    }
  | {
      kind: "price";
      at: Date;
      listingId: number;
      title: string;
      platformName: string;
      before: number;
      after: number;
      currency: string;
    };

/** The newest events of the journal, the queue, the runs, the ledger and the prices, newest first. Five statements. */
export async function recentActivity(db: Db, limit: number): Promise<Activity[]> {
  const readers = [stepEvents, actionEvents, runEvents, ledgerEvents, priceEvents];
  const found = await Promise.all(readers.map((read) => read(db, limit)));
  return found
    .flat()
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, limit);
}

/** Listings that are live now and were listed since a moment. */
export async function countListedSince(db: Db, since: Date): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(platformListings)
    .where(
      and(inArray(platformListings.status, ["listed", "active"]), gte(platformListings.listedAt, since)),
    );
  return row?.count ?? 0;
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

async function ledgerEvents(db: Db, limit: number): Promise<Activity[]> {
  const rows = await db
    .select({
      at: revenue.transactionDate,
      type: revenue.transactionType,
      listingId: revenue.listingId,
      manualTitle: manuals.title,
      remoteTitle: revenue.remoteTitle,
      platformName: platforms.name,
      amount: revenue.amount,
      currency: revenue.currency,
    })
    .from(revenue)
    .innerJoin(platforms, eq(platforms.id, revenue.platformId))
    .leftJoin(platformListings, eq(platformListings.id, revenue.listingId))
    .leftJoin(manuals, eq(manuals.id, platformListings.manualId))
    .where(inArray(revenue.transactionType, ["sale", "refund"]))
    .orderBy(desc(revenue.transactionDate), desc(revenue.id))
    .limit(limit);
  return rows.map(({ type, manualTitle, remoteTitle, ...row }) => ({
    kind: type === "sale" ? "sale" : "refund",
    title: manualTitle ?? remoteTitle,
    ...row,
  }));
}

async function priceEvents(db: Db, limit: number): Promise<Activity[]> {
  const rows = await db
    .select({
      at: priceChanges.at,
      listingId: priceChanges.listingId,
      title: manuals.title,
      platformName: platforms.name,
      before: priceChanges.priceBefore,
      after: priceChanges.priceAfter,
      currency: priceChanges.currency,
    })
    .from(priceChanges)
    .innerJoin(platformListings, eq(platformListings.id, priceChanges.listingId))
    .innerJoin(manuals, eq(manuals.id, platformListings.manualId))
    .innerJoin(platforms, eq(platforms.id, platformListings.platformId))
    .orderBy(desc(priceChanges.id))
    .limit(limit);
  return rows.map((row) => ({ kind: "price", ...row }));
}
