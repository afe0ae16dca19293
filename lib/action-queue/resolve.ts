import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actionQueue } from "@/db/schema/actions";
import type { App } from "../app";
import { recheck } from "../connections/configure";
import { connectionRow } from "../connections/read";
import { AppError } from "../errors";
import { addressIn, lookAt } from "./address";
import { type ActionRow, type FileAnswer, readAnswer } from "./answers";

export interface ActionReply {
  message: string;
  action_id: number;
}

/**
 * Answers an action. The answer and what it sets going are one transaction; the same answer again changes nothing.
 * @throws AppError `not_found`; `invalid` when the answer does not fit (the action stays open); `conflict` when
 *   another answer was given, or the action is cancelled or timed out.
 */
export async function resolveAction(
  app: App,
  id: number,
  response: unknown,
  file: FileAnswer | null,
  who: string,
): Promise<ActionReply> {
  const action = await actionRow(app, id);
  const named = action.inputType === "url" ? await addressIn(app, action, response) : null;
  const answer = readAnswer(action, response, { file, address: named });
  if (action.status !== "pending") return replyAgain(action, answer.text);
  await checkConnection(app, action);
  const address = named && (await lookAt(app, action, named));
  const at = app.world.now();
  const done = await app.db.transaction(async (tx) => {
    const [won] = await tx
      .update(actionQueue)
      .set({ status: "completed", userResponse: answer.text, respondedBy: who, respondedAt: at })
      .where(and(eq(actionQueue.id, id), eq(actionQueue.status, "pending")))
      .returning();
    // The row that was won: what it is about may have grown since it was read.
    if (won) await readAnswer(won, response, { file, address }).effect(tx, at);
    return won !== undefined;
  });
  if (!done) return replyAgain(await actionRow(app, id), answer.text);
  app.wake();
  return reply(id, address?.evidence?.warning);
}

/** An action by id. @throws AppError `not_found`. */
export async function actionRow(app: App, id: number): Promise<ActionRow> {
  const [action] = await app.db.select().from(actionQueue).where(eq(actionQueue.id, id));
  if (!action) throw new AppError("not_found", `There is no action ${id}.`);
  return action;
}

/** A connection counts as restored when a call says so, not because somebody says so. */
async function checkConnection(app: App, action: ActionRow): Promise<void> {
  const { platformId } = action;
  if (!asksForConnection(action) || platformId === null) return;
  const { status, error } = await recheck(app, platformId).catch((failure) =>
    checkedBySomebody(app, platformId, failure),
  );
  if (status === "verified") return;
  const reason = error ?? "There are no credentials yet.";
  throw new AppError("invalid", `It is not connected. ${reason}`, {
    problems: [{ path: "response", message: reason }],
  });
}

/** Somebody checked the same connection at the same moment: what came out of that is the answer here too. */
async function checkedBySomebody(app: App, platformId: number, failure: unknown) {
  if (!(failure instanceof AppError) || failure.kind !== "conflict") throw failure;
  const { credentialsStatus, connectionError } = await connectionRow(app, platformId);
  return { status: credentialsStatus, error: connectionError };
}

/** Whether an action is about the connection to a platform. */
export function asksForConnection({ actionType }: Pick<ActionRow, "actionType">): boolean {
  return actionType === "account_setup" || actionType === "authentication";
}

function replyAgain(action: ActionRow, text: string): ActionReply {
  if (action.status === "completed" && action.userResponse === text)
    return reply(action.id, warningOf(action));
  throw new AppError("conflict", standing(action));
}

/** How an action that is not open stands, as a sentence. */
export function standing({ status, respondedBy, respondedAt }: ActionRow): string {
  if (status === "completed")
    return `${respondedBy ?? "Somebody"} already answered this at ${respondedAt?.toISOString() ?? "an unknown time"}.`;
  return status === "timed_out" ? "This action ran out (timed_out)." : "This action was cancelled.";
}

function reply(id: number, warning: string | null = null): ActionReply {
  return { message: `Answered. ${warning ?? "The agent goes on."}`, action_id: id };
}

/** What was found amiss with the answer when it came. */
function warningOf({ context }: ActionRow): string | null {
  const kept = z.object({ evidence: z.object({ warning: z.string().nullable() }) }).safeParse(context);
  return kept.data?.evidence.warning ?? null;
}
