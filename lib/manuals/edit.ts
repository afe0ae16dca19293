import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { manuals } from "@/db/schema/manuals";
import { askForRights } from "../action-queue/workspace-asks";
import type { App } from "../app";
import { AppError } from "../errors";
import { requeue } from "../listings";
import { isCurrency, toMajorText } from "../money";
import { priceOf } from "./add";

/** What may be changed of a manual; price in major units. */
export const manualPatch = z.strictObject({
  title: z.string().trim().min(1).max(500).optional(),
  description: z.string().trim().max(50_000).optional(),
  price: z.number().nonnegative().optional(),
  currency: z.string().refine(isCurrency, "is not an ISO 4217 currency").optional(),
  language: z
    .string()
    .regex(/^[a-z]{2}$/, "is not a two-letter language code")
    .nullable()
    .optional(),
  rights: z.enum(["own_work", "licence", "public_domain", "unverified"]).optional(),
  rights_note: z.string().trim().max(2_000).nullable().optional(),
  tags: z.array(z.string().trim().min(1).max(100)).max(50).optional(),
});

/**
 * Changes a manual's facts. Listings that are not made yet use the new ones; listings that wait for rights go on.
 * @throws AppError `not_found`, `invalid` for a price that does not fit the currency.
 */
export async function changeManual(app: App, id: number, patch: z.infer<typeof manualPatch>): Promise<void> {
  const at = app.world.now();
  await app.db.transaction(async (tx) => {
    if (patch.rights !== undefined) {
      // Actions before manuals, as an answer takes them: two orders would be a deadlock.
      await tx.execute(
        sql`select id from action_queue where action_type = 'rights' and status = 'pending' order by id for update`,
      );
    }
    const [manual] = await tx.select().from(manuals).where(eq(manuals.id, id)).for("update");
    if (!manual) throw new AppError("not_found", `There is no manual ${id}.`);
    const currency = patch.currency ?? manual.currency;
    const price = patch.price ?? (currency === manual.currency ? undefined : sameNumber(manual));
    await tx
      .update(manuals)
      .set({
        currency,
        title: patch.title,
        ...(patch.title === undefined ? {} : { titleSource: "person", titleSure: true }),
        description: patch.description,
        price: price === undefined ? undefined : priceOf(String(price), currency),
        language: patch.language,
        rights: patch.rights,
        rightsNote: patch.rights_note,
        tags: patch.tags,
      })
      .where(eq(manuals.id, id));
    if (patch.rights === undefined || patch.rights === manual.rights || manual.status !== "processed") return;
    await tx.execute(sql`insert into listing_outbox (manual_id) values (${id})`);
    const held = sql`l.manual_id = ${id} and l.hold = 'rights:listing:' || l.id`;
    await tx.execute(sql`update action_queue set status = 'completed', user_response = ${patch.rights}, responded_by = 'an edit of the manual', responded_at = ${at}
      where status = 'pending' and cause in (select l.hold from platform_listings l where ${held})`);
    await requeue(tx, { where: held, at, attempts: "keep" });
    await askForRights(tx, at);
  });
  app.wake();
}

/** With another currency and no price the number stays: 12.99 USD becomes 12.99 EUR. */
function sameNumber({ price, currency }: { price: number | null; currency: string }): string | undefined {
  return price === null ? undefined : toMajorText({ amount: price, currency });
}
