import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import { deadlineOf } from "../action-queue/deadlines";
import type { Plan } from "../platforms/platform";
import { clean, cleanJson } from "../text";
import type { Advance, Ask, Finish, JournalEntry, Store, Work } from "./store";

/** The store on Postgres: each verb is one statement, each write is conditional on (listing, fence). */
export function postgresStore(db: Db): Store {
  return {
    claim: async (query) => rows(await db.execute(claimStatement(query)), workRow),
    advance: async (work, change) =>
      rows(await db.execute(advanceStatement(work, change)), advancedRow)[0] ?? { owned: false, on: false },
    finish: async (work, end) =>
      rows(await db.execute(finishStatement(work, end)), finishedRow)[0] ?? { owned: false, asked: false },
  };
}

const advancedRow = z.object({ owned: z.boolean(), on: z.boolean() });
const finishedRow = z.object({ owned: z.boolean(), asked: z.boolean() });
/** The jsonb columns were written by this program through the same types; only their outer shape is checked. */
const json = <T>() => z.custom<T>((value) => typeof value === "object");
const workRow: z.ZodType<Work> = z.object({
  listingId: z.number(),
  platformId: z.number(),
  fence: z.number(),
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
});

/** In due order, skipping rows that another claim holds; only for a platform that may be worked on. */
function claimStatement(query: { platformId: number; limit: number; now: Date; leaseMs: number }): SQL {
  const until = new Date(query.now.getTime() + query.leaseMs);
  return sql`
    with picked as (
      select w.listing_id from listing_work w
      join platforms p on p.id = w.platform_id and p.is_active and (p.credentials_status = 'verified' or p.list_by_hand)
      join settings s on s.agent_enabled
      where w.platform_id = ${query.platformId} and w.due <= ${query.now}
      order by w.due, w.listing_id limit ${query.limit} for update of w skip locked
    ), claimed as (
      update listing_work w set due = ${until}, fence = nextval('listing_fence')
      from picked where w.listing_id = picked.listing_id returning w.*
    )
    select c.listing_id as "listingId", c.platform_id as "platformId", c.fence, c.step, c.attempt, c.misses,
      c.intent_at as "intentAt", c.plan, c.notes, l.generation, l.natural_key as key, l.slug,
      l.platform_listing_id as "remoteId", l.overrides,
      jsonb_build_object('id', m.id, 'title', m.title, 'description', m.description, 'tags', m.tags,
        'rights', m.rights, 'price', m.price, 'currency', m.currency, 'language', m.language,
        'pageCount', m.page_count, 'hasText', coalesce(m.has_text, false), 'fileName', m.file_name,
        'file', jsonb_build_object('key', m.file_key, 'size', m.file_size, 'sha256', m.sha256),
        'images', m.images) as manual
    from claimed c join platform_listings l on l.id = c.listing_id join manuals m on m.id = l.manual_id`;
}

function advanceStatement(work: Work, change: Advance): SQL {
  const { plan } = change;
  return sql`
    with owned as (
      update listing_work set step = ${change.step}, due = ${change.due}, intent_at = ${change.intentAt},
        plan = ${plan ? sql`${cleanJson(plan)}::jsonb` : sql`plan`},
        notes = ${cleanJson(change.notes)}::jsonb, attempt = ${change.attempt}, misses = ${change.misses}
      where listing_id = ${work.listingId} and fence = ${work.fence} returning listing_id
    ), listing as (
      update platform_listings l set error_message = ${change.message && clean(change.message)}
        ${change.gone ? sql`, platform_listing_id = null, platform_url = null, generation = generation + 1` : sql``}
        ${change.remoteId === undefined ? sql`` : sql`, platform_listing_id = coalesce(platform_listing_id, ${change.remoteId})`}
        ${proposal(plan)}
      from owned where l.id = owned.listing_id
    ), ${journal(work, change.journal, change.at)}
    select exists (select 1 from owned) as owned, exists (select 1 from platforms p join settings s on s.agent_enabled
      where p.id = ${work.platformId} and p.is_active and p.credentials_status = 'verified') as "on"`;
}

function finishStatement(work: Work, end: Finish): SQL {
  const { shown, ask, plan } = end;
  const resume = cleanJson({ intentAt: end.intentAt, notes: end.notes, attempt: end.attempt });
  return sql`
    with owned as (
      delete from listing_work where listing_id = ${work.listingId} and fence = ${work.fence} returning listing_id
    ), listing as (
      update platform_listings l set status = case when ${end.status} = 'listed' and l.status = 'active' then 'active' else ${end.status} end, error_message = ${end.message && clean(end.message)},
        hold = ${ask?.cause ?? null},
        resume = ${end.status === "listed" ? null : resume}::jsonb
        ${shown ? sql`, title = ${clean(shown.title)}, price = ${shown.price.amount}, currency = ${shown.price.currency}, platform_url = ${shown.url}, listed_at = coalesce(listed_at, ${end.at}), checked_at = ${end.at}` : sql``} ${proposal(plan)}
      from owned where l.id = owned.listing_id
    ), ${applied(shown, end.at)}${journal(work, end.journal, end.at)}, asked as (${ask ? askStatement(ask, end.at, sql`from owned`) : sql`select true as fresh where false`})
    select exists(select 1 from owned) as owned, exists(select 1 from asked where fresh) as asked`;
}

/**
 * Inserts an action unless one with its cause is open; `fresh` when it did. The open one is locked, so that an answer
 * given at the same moment comes either before the question or after the listing is held by it.
 */
export function askStatement(ask: Ask, at: Date, from: SQL): SQL {
  return sql`
    insert into action_queue (action_type, cause, priority, title, description, prompt, input_type,
      input_options, context, created_at, expires_at, platform_id, listing_id, manual_id)
    select ${ask.actionType}::text, ${ask.cause}::text, ${ask.priority}::int, ${clean(ask.title)}::text, ${clean(ask.description)}::text,
      ${clean(ask.prompt)}::text, ${ask.inputType}::text, ${cleanJson(ask.inputOptions)}::jsonb,
      ${cleanJson(ask.context)}::jsonb, ${at}::timestamptz, ${deadlineOf(ask, at)}::timestamptz, ${ask.platformId}::int, ${ask.listingId}::int, ${ask.manualId}::int
    ${from}
    on conflict (cause) where status = 'pending' do update set cause = excluded.cause returning id, (xmax = 0) as fresh`;
}

function proposal(plan: Plan | undefined): SQL {
  if (!plan) return sql``;
  return sql`, seo_title = ${plan.title}, description = ${plan.description}, tags = ${cleanJson(plan.tags)}::jsonb,
    price = ${plan.price.amount}, currency = ${plan.price.currency}`;
}

/** A price step is done when the platform was read back showing its price. */
function applied(shown: Finish["shown"], at: Date): SQL {
  if (!shown) return sql``;
  return sql`applied as (
      update price_changes c set applied_at = ${at} from owned
      where c.listing_id = owned.listing_id and c.applied_at is null and c.price_after = ${shown.price.amount}
        and c.currency = ${shown.price.currency}
    ), `;
}

function journal(work: Work, entry: JournalEntry | undefined, at: Date): SQL {
  if (!entry) return sql`journal as (select 1)`;
  return sql`journal as (
      insert into listing_steps (listing_id, generation, step, fence, outcome, at)
      select listing_id, ${work.generation}::int, ${entry.step}::text, ${work.fence}::bigint,
        ${cleanJson(entry.outcome)}::jsonb, ${at}::timestamptz from owned)`;
}
