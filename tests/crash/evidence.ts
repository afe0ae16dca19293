import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { differences } from "../revenue/ledger";
import type { Markets } from "../support/markets";

const file = z.object({ sha256: z.string() });
const manual = z.object({
  id: z.number(),
  status: z.string(),
  sha256: z.string(),
  images: z.object({ etsy: z.array(file), gumroad: z.array(file), thumbnail: file.nullable() }).nullable(),
});
const listing = z.object({
  id: z.number(),
  manualId: z.number(),
  platformId: z.number(),
  status: z.string(),
  title: z.string(),
  price: z.number().nullable(),
  remoteId: z.string().nullable(),
  hold: z.string().nullable(),
});
const step = z.object({
  id: z.number(),
  listingId: z.number(),
  generation: z.number(),
  step: z.string(),
  fence: z.number(),
  outcome: z.record(z.string(), z.unknown()),
  at: z.coerce.date(),
});
const booked = z.object({
  platformId: z.number(),
  type: z.string(),
  id: z.string(),
  day: z.string(),
  amount: z.number(),
});

const hash = z.object({ sha256: z.string().nullable() });
const etsyBooks = z.object({
  listings: z.array(
    z.object({
      listing_id: z.number(),
      state: z.string(),
      title: z.string(),
      price: z.number(),
      files: z.array(hash),
      images: z.array(hash),
    }),
  ),
  publications: z.array(z.object({ reference_id: z.string().nullable() })),
  receipts: z.array(
    z.object({
      created: z.number(),
      gross: z.number(),
      transactions: z.array(z.object({ transaction_id: z.number() })),
      refunds: z.array(z.object({ amount: z.number() })),
    }),
  ),
  violations: z.array(z.unknown()),
});
const gumroadBooks = z.object({
  products: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      price: z.number(),
      published: z.boolean(),
      deleted: z.boolean(),
      files: z.array(hash),
      covers: z.array(hash),
      thumbnail: hash.nullable(),
    }),
  ),
  sales: z.array(
    z.object({
      id: z.string(),
      created_at: z.string(),
      usd_cents: z.number(),
      refunds: z.array(z.object({ usd_cents: z.number() })),
    }),
  ),
  uploads: z.array(z.object({ state: z.string(), attached: z.boolean() })),
});

/** The stand-ins' own books. */
export async function readBooks({ doors }: Pick<Markets, "doors">) {
  return {
    etsy: etsyBooks.parse(await doors.etsy("GET", "books")),
    gumroad: gumroadBooks.parse(await doors.gumroad("GET", "books")),
  };
}

/** Our rows. `secrets`: values and patterns (regular expressions) that no row may contain. */
export async function readRows(db: Db, secrets: readonly string[]) {
  const read = async <T>(statement: ReturnType<typeof sql>, row: z.ZodType<T>) =>
    rows(await db.execute(statement), row);
  return {
    manuals: await read(sql`select id, status, sha256, images from manuals order by id`, manual),
    listings: await read(
      sql`select id, manual_id as "manualId", platform_id as "platformId", status, title, price,
        platform_listing_id as "remoteId", hold from platform_listings order by id`,
      listing,
    ),
    work: await read(
      sql`select listing_id as "listingId", due from listing_work`,
      z.object({ listingId: z.number(), due: z.coerce.date() }),
    ),
    open: await read(
      sql`select cause from action_queue where status = 'pending'`,
      z.object({ cause: z.string() }),
    ),
    steps: await read(
      sql`select id, listing_id as "listingId", generation, step, fence, outcome, at from listing_steps order by id`,
      step,
    ),
    ledger: await read(
      sql`select platform_id as "platformId", transaction_type as type, transaction_id as id,
        to_char(transaction_date at time zone 'UTC', 'YYYY-MM-DD') as day, amount from revenue`,
      booked,
    ),
    differences: await differences(db),
    leaks: await leaks(db, secrets),
  };
}

/** Tables with a row that contains a secret. */
async function leaks(db: Db, secrets: readonly string[]): Promise<string[]> {
  const tables = rows(
    await db.execute(
      sql`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    ),
    z.object({ name: z.string() }),
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const hit = await db.execute(
      sql`select 1 as hit from ${sql.identifier(name)} t where t::text ~ ${secrets.join("|")} limit 1`,
    );
    if (rows(hit, z.object({ hit: z.number() })).length > 0) found.push(name);
  }
  return found;
}

export type Books = Awaited<ReturnType<typeof readBooks>>;
export type Rows = Awaited<ReturnType<typeof readRows>>;
