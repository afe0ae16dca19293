import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { postgresStore } from "@/lib/agent/postgres-store";
import { requeue } from "@/lib/listings";
import { ensureWorkspace } from "@/lib/workspace";
import { factsOf } from "./facts";
import type { Backing } from "./outcome";
import { LISTINGS } from "./settings";

/** Histories on a real Postgres, one after the other on the same database. */
export async function onPostgres(db: Db): Promise<(now: Date) => Promise<Backing>> {
  await ensureWorkspace(db);
  await db.execute(
    sql`update platforms set is_active = true, credentials = 'sealed', credentials_status = 'verified' where id = 1`,
  );
  for (let id = 1; id <= LISTINGS; id += 1) {
    const { manual, key, slug } = factsOf(id);
    await db.execute(sql`insert into manuals (id, title, title_source, title_sure, description, tags, status, rights, price,
      currency, language, page_count, has_text, file_name, file_key, file_size, sha256, images)
      values (${id}, ${manual.title}, 'cover', true, ${manual.description}, ${JSON.stringify(manual.tags)}::jsonb, 'processed',
      'own_work', ${manual.price}, 'USD', 'en', 10, true, ${manual.fileName}, 'm', 100, ${`f${id}`}, ${JSON.stringify(manual.images)}::jsonb)`);
    await db.execute(sql`insert into platform_listings (id, manual_id, platform_id, natural_key, slug, title)
      values (${id}, ${id}, 1, ${key}, ${slug}, ${manual.title})`);
  }
  return async (now) => {
    await db.execute(sql`truncate listing_work, listing_steps, action_queue`);
    await db.execute(sql`update platform_listings set status = 'pending', platform_listing_id = null, platform_url = null,
      hold = null, resume = null, generation = 1, retry_count = 0, error_message = null, listed_at = null`);
    await db.execute(
      sql`insert into listing_work (listing_id, platform_id, due) select id, 1, ${now}::timestamptz from platform_listings`,
    );
    return {
      store: postgresStore(db),
      nextDue: async () =>
        rows(
          await db.execute(sql`select min(due) as due from listing_work`),
          z.object({ due: z.coerce.date().nullable() }),
        )[0]?.due ?? null,
      read: async () =>
        new Map(
          rows(
            await db.execute(
              sql`select id, status, platform_listing_id as "remoteId" from platform_listings order by id`,
            ),
            z.object({ id: z.number(), status: z.string(), remoteId: z.string().nullable() }),
          ).map((row) => [row.id, row]),
        ),
      async answer(at) {
        const freed = await requeue(db, { where: sql`l.status = 'action_required'`, at, attempts: "keep" });
        if (freed.length > 0) await db.execute(sql`delete from action_queue`);
        return freed.length;
      },
    };
  };
}
