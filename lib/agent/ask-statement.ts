import { type SQL, sql } from "drizzle-orm";
import { deadlineOf } from "../action-queue/deadlines";
import { cleanJson } from "../text";
import type { Ask } from "./store";

/**
 * Inserts an action unless one with its cause is open; `fresh` when it did. The open one is locked, so that an answer
 * given at the same moment comes either before the question or after the listing is held by it.
 */
export function askStatement(ask: Ask, at: Date, from: SQL): SQL {
  return asksStatement(sql`(select ${cleanJson(askRow(ask, at))}::jsonb as ask ${from}) q`);
}

/** The same for all asks (made by `askRow`) of a source with a column `ask`; no two of them may have one cause. */
export function asksStatement(source: SQL): SQL {
  return sql`
    insert into action_queue (action_type, cause, priority, title, description, prompt, input_type,
      input_options, context, created_at, expires_at, platform_id, listing_id, manual_id)
    select a."actionType", a.cause, a.priority, a.title, a.description, a.prompt, a."inputType",
      a."inputOptions", a.context, a.at, a."expiresAt", a."platformId", a."listingId", a."manualId"
    from ${source} cross join lateral jsonb_to_record(ask) as a("actionType" text, cause text, priority int, title text,
      description text, prompt text, "inputType" text, "inputOptions" jsonb, context jsonb, at timestamptz,
      "expiresAt" timestamptz, "platformId" int, "listingId" int, "manualId" int)
    on conflict (cause) where status = 'pending' do update set cause = excluded.cause
    returning id, cause, (xmax = 0) as fresh`;
}

/** An ask as the statement reads it. */
export function askRow(ask: Ask, at: Date): Ask & { at: Date; expiresAt: Date } {
  return { ...ask, at, expiresAt: deadlineOf(ask, at) };
}
