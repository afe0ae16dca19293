import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { askStatement } from "../agent/ask-statement";
import type { Ask } from "../agent/store";
import type { App } from "../app";
import { requeue } from "../listings";

/** Opens an action unless one with its cause is open. @returns whether it was opened. */
export async function raise(db: Db, ask: Ask, at: Date): Promise<boolean> {
  const [row] = rows(await db.execute(askStatement(ask, at, sql``)), z.object({ fresh: z.boolean() }));
  return row?.fresh === true;
}

/** Opens an action, or brings the words of the open one with its cause up to date. @returns whether it was opened. */
export async function raiseOrRefresh(db: Db, ask: Ask, at: Date): Promise<boolean> {
  if (await raise(db, ask, at)) return true;
  await db.execute(sql`update action_queue set title = ${ask.title}, description = ${ask.description},
    context = ${JSON.stringify(ask.context)}::jsonb where cause = ${ask.cause} and status = 'pending'`);
  return false;
}

/** Closes open actions whose goal was reached without an answer; what waits for these causes goes on. */
export async function completeByItself(app: App, causes: string[]): Promise<void> {
  const at = app.world.now();
  await app.db.transaction(async (tx) => {
    for (const cause of causes) {
      await tx.execute(sql`update action_queue set status = 'completed', responded_by = 'the agent', responded_at = ${at},
        user_response = case action_type when 'account_setup' then 'connected' else 'true' end
        where cause = ${cause} and status = 'pending'`);
      await requeue(tx, { where: sql`l.hold = ${cause}`, at, attempts: "keep" });
    }
  });
}
