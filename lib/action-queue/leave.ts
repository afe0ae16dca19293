import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { violation } from "@/db/errors";
import { rows } from "@/db/rows";
import { actionQueue } from "@/db/schema/actions";
import type { App } from "../app";
import { AppError } from "../errors";
import { pauseHeld, pauseWaiting, unpauseLeft } from "../listings";
import { deadlineOf, REMIND_MS } from "./deadlines";
import { type ActionReply, actionRow, asksForConnection, standing } from "./resolve";

/** Actions that one pass lets run out. */
const BATCH = 100;

/**
 * Leaves an action undone: the listings that wait for it are paused.
 * @throws AppError `not_found`; `conflict` when it was answered or timed out.
 */
export async function cancelAction(app: App, id: number, who: string): Promise<ActionReply> {
  const reply = { message: "This action was cancelled. What waited for it is paused.", action_id: id };
  if (await leave(app, id, "cancelled", who, sql`true`)) return reply;
  const action = await actionRow(app, id);
  if (action.status === "cancelled") return reply;
  throw new AppError("conflict", `${standing(action)} It cannot be cancelled.`);
}

/**
 * Moves up what runs out soon, and lets run out what is late: the listings that wait for it are paused, nothing is
 * approved. Bounded. @returns how many ran out, and whether more are late.
 */
export async function expireActions(app: App, deadline: Date): Promise<{ timedOut: number; more: boolean }> {
  const now = app.world.now();
  const soon = new Date(now.getTime() + REMIND_MS);
  await app.db.execute(sql`update action_queue set reminded_at = ${now}, priority = least(priority + 20, 100)
    where status = 'pending' and expires_at <= ${soon} and reminded_at is null`);
  const late = rows(
    await app.db.execute(sql`select id from action_queue where status = 'pending' and expires_at <= ${now}
      order by expires_at, id limit ${BATCH + 1}`),
    z.object({ id: z.number() }),
  );
  let timedOut = 0;
  for (const { id } of late.slice(0, BATCH)) {
    if (app.world.now() >= deadline) return { timedOut, more: true };
    timedOut += Number(await leave(app, id, "timed_out", "the deadline", sql`expires_at <= ${now}`));
  }
  return { timedOut, more: late.length > BATCH };
}

/**
 * Asks again what was left or ran out: what was paused for it waits for it once more.
 * @throws AppError `not_found`; `conflict` when it was answered, is asked by a newer action, or its listing went on.
 */
export async function reopenAction(app: App, id: number): Promise<ActionReply> {
  const at = app.world.now();
  const reply = { message: "This action waits for you again.", action_id: id };
  const before = await actionRow(app, id);
  if (before.status === "pending") return reply;
  const reopened = await app.db
    .transaction(async (tx) => {
      const [won] = await tx
        .update(actionQueue)
        .set({
          status: "pending",
          respondedBy: null,
          respondedAt: null,
          remindedAt: null,
          expiresAt: deadlineOf(before, at),
        })
        .where(and(eq(actionQueue.id, id), inArray(actionQueue.status, ["cancelled", "timed_out"])))
        .returning({ cause: actionQueue.cause });
      if (!won) return false;
      const waiting = await unpauseLeft(tx, won.cause);
      if (before.listingId !== null && waiting === 0)
        throw new AppError("conflict", "The listing has gone on without this answer.");
      return true;
    })
    .catch((error: unknown) => {
      if (violation(error)?.code !== "23505") throw error;
      throw new AppError("conflict", "The same question is open as a newer action.");
    });
  if (reopened) return reply;
  throw new AppError("conflict", `${standing(await actionRow(app, id))} It cannot be asked again.`);
}

async function leave(
  app: App,
  id: number,
  status: "cancelled" | "timed_out",
  who: string,
  when: SQL,
): Promise<boolean> {
  const at = app.world.now();
  return app.db.transaction(async (tx) => {
    const [won] = await tx
      .update(actionQueue)
      .set({ status, respondedBy: who, respondedAt: at })
      .where(and(eq(actionQueue.id, id), eq(actionQueue.status, "pending"), when))
      .returning({
        cause: actionQueue.cause,
        actionType: actionQueue.actionType,
        platformId: actionQueue.platformId,
      });
    if (won && asksForConnection(won) && won.platformId !== null)
      await pauseWaiting(tx, won.platformId, won.cause);
    else if (won) await pauseHeld(tx, won.cause);
    return won !== undefined;
  });
}
