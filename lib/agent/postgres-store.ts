import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import type { Plan } from "../platforms/platform";
import { clean, cleanJson } from "../text";
import { claimStatement } from "./claim-statement";
import { finishStatement } from "./finish-statement";
import type { Advance, Ended, Finished, JournalEntry, Store, Work } from "./store";

/** The store on Postgres: each verb is one statement, each write is conditional on (listing, fence). */
export function postgresStore(db: Db): Store {
  return {
    claim: async (query) => rows(await db.execute(claimStatement(query)), workRow),
    advance: async (work, change) =>
      rows(await db.execute(advanceStatement(work, change)), advancedRow)[0] ?? { owned: false, on: false },
    finish: async (ends, next) =>
      finished(ends, rows(await db.execute(finishStatement(ends, next)), finishedRow)),
  };
}

const advancedRow = z.object({ owned: z.boolean(), on: z.boolean() });
/** The jsonb columns were written by this program through the same types; only their outer shape is checked. */
const json = <T>() => z.custom<T>((value) => typeof value === "object");
const workRow: z.ZodType<Work> = z.object({
  listingId: z.number(),
  platformId: z.number(),
  fence: z.number(),
  leaseUntil: z.coerce.date(),
  step: z.enum(["plan", "create", "upload", "enrich", "publish", "verify", "price"]),
  attempt: z.number(),
  misses: z.number(),
  intentAt: z.coerce.date().nullable(),
  plan: json<Work["plan"]>(),
  notes: json<Work["notes"]>(),
  generation: z.number(),
  key: z.string(),
  slug: z.string(),
  remoteId: z.string().nullable(),
  overrides: json<Work["overrides"]>(),
  manual: json<Work["manual"]>(),
  sent: json<NonNullable<Work["sent"]>>().optional(),
});

const finishedRow = z.looseObject({
  told: z.array(z.tuple([z.number(), z.boolean()])).nullable(),
  listingId: z.number().nullish(),
});

function finished(ends: Ended[], found: z.infer<typeof finishedRow>[]): Finished {
  const asked = new Map(found[0]?.told ?? []);
  return {
    ends: ends.map(({ work }) => ({
      owned: asked.has(work.listingId),
      asked: asked.get(work.listingId) ?? false,
    })),
    next: found.filter(({ listingId }) => listingId).map((row) => workRow.parse(row)),
  };
}

function advanceStatement(work: Work, change: Advance): SQL {
  const { plan } = change;
  const parts = { plan, gone: change.gone, created: change.remoteId, journal: change.journal };
  const form = Object.entries(parts).flatMap(([part, value]) => (value ? ` ${part}` : []));
  return sql`${sql.raw(`/* advance${form.join("")} */`)}
    with owned as (
      update listing_work set step = ${change.step}, due = ${change.due}, intent_at = ${change.intentAt},
        plan = ${plan ? sql`${cleanJson(plan)}::jsonb` : sql`plan`},
        notes = ${cleanJson(change.notes)}::jsonb, attempt = ${change.attempt}, misses = ${change.misses}
      where listing_id = ${work.listingId} and fence = ${work.fence} returning listing_id
    ), listing as (
      update platform_listings l set error_message = ${change.message && clean(change.message)}
        ${change.gone ? sql`, platform_listing_id = null, platform_url = null, generation = generation + 1` : sql``}
        ${!change.remoteId ? sql`` : sql`, platform_listing_id = coalesce(platform_listing_id, ${change.remoteId})`}
        ${proposal(plan)}
      from owned where l.id = owned.listing_id
    ), ${journal(work, change.journal, change.at)}
    select exists (select 1 from owned) as owned, exists (select 1 from platforms p join settings s on s.agent_enabled
      where p.id = ${work.platformId} and p.is_active and p.credentials_status = 'verified') as "on"`;
}

function proposal(plan: Plan | undefined): SQL {
  if (!plan) return sql``;
  return sql`, seo_title = ${plan.title}, description = ${plan.description}, tags = ${cleanJson(plan.tags)}::jsonb,
    price = ${plan.price.amount}, currency = ${plan.price.currency}`;
}

function journal(work: Work, entry: JournalEntry | undefined, at: Date): SQL {
  if (!entry) return sql`journal as (select 1)`;
  return sql`journal as (
      insert into listing_steps (listing_id, generation, step, fence, outcome, at)
      select listing_id, ${work.generation}::int, ${entry.step}::text, ${work.fence}::bigint,
        ${cleanJson(entry.outcome)}::jsonb, ${at}::timestamptz from owned)`;
}
