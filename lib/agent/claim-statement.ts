import { type SQL, sql } from "drizzle-orm";
import type { Claim } from "./store";

/** Claims in one statement of its own. */
export function claimStatement(query: Claim): SQL {
  return sql`/* claim */ with ${claimed(query)} select ${workColumns} ${workTables}`;
}

/**
 * The common table expression `claimed`. In due order by the index, skipping rows that another claim holds; only for a
 * platform that may be worked on.
 * @param but a condition on `w`: rows that the same statement changes.
 */
export function claimed({ platformId, limit, now, leaseMs }: Claim, but: SQL = sql``): SQL {
  const until = new Date(now.getTime() + leaseMs);
  return sql`picked as (
      select w.listing_id from listing_work w
      where w.platform_id = ${platformId} and w.due <= ${now} ${but} and exists (
        select 1 from platforms p join settings s on s.agent_enabled
        where p.id = ${platformId} and p.is_active and (p.credentials_status = 'verified' or p.list_by_hand))
      order by w.due, w.listing_id limit ${limit} for update of w skip locked
    ), claimed as (
      update listing_work w set due = ${until}, fence = nextval('listing_fence')
      where w.listing_id = any(array(select listing_id from picked)) returning w.*
    )`;
}

/** What `claimed` listings need to be worked on. The manual is written as JSON text at once: half of a claim's cost. */
export const workColumns = sql`c.listing_id as "listingId", c.platform_id as "platformId", c.fence, c.due as "leaseUntil",
  c.step, c.attempt, c.misses, c.intent_at as "intentAt", c.plan, c.notes, l.generation, l.natural_key as key, l.slug,
  l.platform_listing_id as "remoteId", l.overrides,
  json_build_object('id', m.id, 'title', m.title, 'description', m.description, 'tags', m.tags,
    'rights', m.rights, 'price', m.price, 'currency', m.currency, 'language', m.language,
    'pageCount', m.page_count, 'hasText', coalesce(m.has_text, false), 'fileName', m.file_name,
    'file', json_build_object('key', m.file_key, 'size', m.file_size, 'sha256', m.sha256),
    'images', m.images) as manual,
  json_build_object('title', l.seo_title, 'description', l.description, 'tags', l.tags, 'price', l.price,
    'currency', l.currency) as sent`;

export const workTables = sql`from claimed c join platform_listings l on l.id = c.listing_id join manuals m on m.id = l.manual_id`;
