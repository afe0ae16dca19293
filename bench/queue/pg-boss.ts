import { Pool } from "pg";
import PgBoss from "pg-boss";
import type { Contestant } from "./contestant";
import { drain } from "./contestant";

const queue = "listings";

/**
 * pg-boss by its own `fetch` and `complete`, without its polling and its maintenance. A job is the id of a listing.
 * @param listings ids from 1 to this. `alone`: nothing but the queue; else what the product's own two statements do
 *   beside it is done too, in three: the facts are read, the listings end listed, the journal is written.
 */
export async function pgBoss(
  url: string,
  input: { connections: number; listings: number; alone: boolean },
): Promise<Contestant> {
  const name = input.alone ? queue : `${queue}-and-rows`;
  const boss = new PgBoss({
    connectionString: url,
    max: input.connections,
    supervise: false,
    schedule: false,
  });
  boss.on("error", (error) => console.error(error));
  await boss.start();
  await boss.createQueue(name);
  const pool = new Pool({ connectionString: url, max: input.connections });
  let given = 0;
  return {
    name: `pg-boss 10.4.2${input.alone ? "" : ", same rows"}`,
    async fill(waiting) {
      await pool.query(`delete from pgboss.job where state = 'completed'`);
      const missing = waiting - (await boss.getQueueSize(name));
      const jobs = Array.from({ length: Math.max(missing, 0) }, () => {
        given += 1;
        return { name, data: { listing: (given % input.listings) + 1 } };
      });
      if (jobs.length > 0) await boss.insert(jobs);
      await pool.query("vacuum analyze pgboss.job");
    },
    run: (load) =>
      drain(load, async () => {
        const jobs = await boss.fetch<{ listing: number }>(name, { batchSize: load.batch });
        if (!input.alone)
          await writeRows(
            pool,
            jobs.map(({ data }) => data.listing),
          );
        await boss.complete(
          name,
          jobs.map(({ id }) => id),
        );
        return jobs.length;
      }),
    async close() {
      await pool.end();
      await boss.stop({ graceful: false });
    },
  };
}

async function writeRows(pool: Pool, ids: number[]): Promise<void> {
  await pool.query({ name: "facts", text: facts, values: [ids] });
  await pool.query({ name: "listed", text: listed, values: [ids] });
  await pool.query({ name: "journal", text: journal, values: [ids, '{"files": 1, "images": 5}'] });
}

const facts = `select l.id, l.generation, l.natural_key, l.slug, l.platform_listing_id, l.overrides, m.*
  from platform_listings l join manuals m on m.id = l.manual_id where l.id = any($1::int[])`;
const listed = `update platform_listings set status = 'listed', listed_at = now(), error_message = null, price = 1299,
  currency = 'USD', platform_url = 'https://market.example/' || natural_key where id = any($1::int[])`;
const journal = `insert into listing_steps (listing_id, generation, step, fence, outcome, at)
  select id, 1, 'verify', 1, $2::jsonb, now() from unnest($1::int[]) id`;
