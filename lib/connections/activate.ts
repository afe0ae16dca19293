import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import type { App } from "../app";
import { connectionRow } from "./read";

/**
 * Switches a platform on: its listings are planned in the same statement. @returns a message for the seller.
 * @throws AppError `not_found`.
 */
export async function activate(app: App, id: number): Promise<string> {
  const { platform, credentialsStatus, listByHand } = await connectionRow(app, id);
  await app.db.execute(sql`with switched as (
      update platforms set is_active = true where id = ${id} and not is_active returning id
    ) insert into listing_outbox (platform_id) select id from switched`);
  app.wake();
  const { count } = rows(
    await app.db.execute(
      sql`select count(*)::int as count from manuals where status = 'processed' and rights <> 'unverified'`,
    ),
    z.object({ count: z.number() }),
  )[0] ?? { count: 0 };
  const cost = platform.publishCost ? ` ${platform.publishCost}.` : "";
  if (listByHand)
    return `${platform.displayName} is on. ${count === 1 ? "1 manual is" : `${count} manuals are`} made ready for you to list there by hand.`;
  const missing = credentialsStatus === "verified" ? "" : ` Connect it first: nothing is listed before.`;
  return `${platform.displayName} is on. ${count === 1 ? "1 manual goes" : `${count} manuals go`} on sale there.${cost}${missing}`;
}

/** Switches a platform off: nothing is made or changed there any more; what is live stays live. @throws AppError `not_found`. */
export async function deactivate(app: App, id: number): Promise<string> {
  const { platform } = await connectionRow(app, id);
  await app.db.execute(sql`update platforms set is_active = false where id = ${id}`);
  return `${platform.displayName} is off. Live listings stay live.`;
}
