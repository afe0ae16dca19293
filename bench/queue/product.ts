import { sql } from "drizzle-orm";
import { openDb } from "@/db/client";
import { postgresStore } from "@/lib/agent/postgres-store";
import type { Ended, Work } from "@/lib/agent/store";
import { ensureWorkspace } from "@/lib/workspace";
import { type Contestant, drain } from "./contestant";

const PLATFORM = 1;

/** The product's own store on real rows: each job is a listing with its manual, and ends listed, with its journal. */
export async function product(
  url: string,
  input: { connections: number; waiting: number; resting: number },
): Promise<Contestant> {
  const options = { driver: "pg", url, dataDir: "", migrate: true } as const;
  const { db, close } = await openDb({ ...options, maxConnections: input.connections });
  const store = postgresStore(db);
  await ensureWorkspace(db);
  await db.execute(sql`update platforms set is_active = true, credentials = 'sealed', credentials_status = 'verified'
    where id = ${PLATFORM}`);
  await db.execute(sql`insert into manuals (title, title_source, title_sure, description, tags, status, rights, price,
      currency, language, page_count, has_text, file_name, file_key, file_size, sha256, images)
    select 'Manual ' || n, 'cover', true, repeat('How the machine of chapter ' || n || ' works. ', 20),
      '["workshop", "tables", "repair", "machines", "manual"]'::jsonb, 'processed', 'own_work', 1299, 'USD', 'en', 120, true,
      'manual-' || n || '.pdf', 'manuals/' || n || '.pdf', 4000000, sha256(n::text::bytea)::text,
      jsonb_build_object('etsy', pictures, 'gumroad', pictures, 'thumbnail', pictures->0)
    from generate_series(1, ${input.resting + input.waiting}) n cross join lateral (
      select jsonb_agg(jsonb_build_object('key', 'images/' || n || '-' || i || '.jpg', 'size', 200000,
        'sha256', sha256((n || '-' || i)::bytea)::text, 'width', 1200, 'height', 1600)) as pictures
      from generate_series(1, 5) i) p`);
  await db.execute(sql`insert into platform_listings (manual_id, platform_id, natural_key, slug, title, status,
      platform_listing_id, listed_at, price, currency, seo_title, description)
    select id, ${PLATFORM}, 'bench-' || id || '-1', 'manual-' || id, title, 'listed', 'r' || id, now(), 1299, 'USD', title, description
    from manuals`);
  return {
    name: "product",
    async fill(waiting) {
      await db.execute(sql`truncate listing_steps`);
      await db.execute(sql`update listing_work set due = now() - interval '1 minute' where due > now()`);
      await db.execute(sql`
        with again as (
          select id from platform_listings l where not exists (select 1 from listing_work w where w.listing_id = l.id)
          order by id desc limit greatest(0, ${waiting} - (select count(*) from listing_work))
        ), queued as (
          insert into listing_work (listing_id, platform_id, due) select id, ${PLATFORM}, now() - interval '1 minute' from again
        ) update platform_listings l set status = 'pending', listed_at = null from again where l.id = again.id`);
      for (const table of ["listing_work", "platform_listings", "listing_steps"])
        await db.execute(sql.raw(`vacuum analyze ${table}`));
    },
    async run(load) {
      const query = () => ({ platformId: PLATFORM, limit: load.batch, now: new Date(), leaseMs: 180_000 });
      const hands = new Map<number, Work[]>();
      return drain(load, async (worker) => {
        const claimed = hands.get(worker) ?? (await store.claim(query()));
        const { next } = await store.finish(claimed.map(listed), query());
        hands.set(worker, next);
        return claimed.length;
      });
    },
    close,
  };
}

function listed(work: Work): Ended {
  const { manual } = work;
  return {
    work,
    status: "listed",
    message: null,
    shown: {
      title: manual.title,
      price: { amount: 1299, currency: "USD" },
      url: `https://market.example/${work.key}`,
    },
    journal: { step: "verify", outcome: { url: work.key, files: 1, images: 5 } },
    intentAt: null,
    notes: {},
    attempt: 0,
    at: new Date(),
  };
}
