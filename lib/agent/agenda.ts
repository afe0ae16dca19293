import { eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { settings } from "@/db/schema/workspace";
import { runsOut } from "../action-queue/deadlines";
import type { App } from "../app";
import { AppError } from "../errors";
import { unread } from "../manuals/process";
import { toLookAt } from "../revenue/stats";

/** What a run is about: one platform by its name, null what belongs to no platform, undefined everything. */
export type Part = string | null | undefined;

/** Distance of two slices of reconcile on a platform. */
export const RECONCILE_MS = 3_600_000;

const target = z.object({
  id: z.number(),
  name: z.string(),
  /** Credentials wait to be checked. */
  candidate: z.boolean(),
  /** May be asked for sales. */
  connected: z.boolean(),
  /** Lists by API, or by paste kits. */
  listing: z.boolean(),
  byHand: z.boolean(),
  /** Work that is due within a minute. */
  due: z.number(),
  /** Live listings were not looked at for long. */
  look: z.boolean(),
  /** The last slice of reconcile is an hour ago. */
  reconcile: z.boolean(),
});
export type Target = z.infer<typeof target>;

const found = z.object({
  outbox: z.boolean(),
  manuals: z.boolean(),
  events: z.boolean(),
  actions: z.boolean(),
  /** An active platform has work and no connection to do it with. */
  unconnected: z.boolean(),
  targets: z.array(target),
});

/** What there is to do, as it was at one moment. */
export interface Agenda extends z.infer<typeof found> {
  settings: typeof settings.$inferSelect;
}

/** Reads the agenda: one statement, so that an idle cycle costs as much at any size of the catalogue. */
export async function readAgenda(app: App, part?: Part): Promise<Agenda> {
  const now = app.world.now();
  const [row] = await app.db
    .select({
      settings,
      outbox: sql`exists (select 1 from listing_outbox)`,
      manuals: sql`exists (select 1 from manuals where ${unread(now)})`,
      events: sql`exists (select 1 from webhook_events where booked_at is null)`,
      actions: sql`exists (select 1 from action_queue where ${runsOut(now)})`,
      unconnected: sql`exists (select 1 from platforms p where p.is_active and not p.list_by_hand
        and p.credentials_status <> 'verified' and p.candidate is null
        and exists (select 1 from listing_work w where w.platform_id = p.id))`,
      targets: targetsOf(now, part),
    })
    .from(settings)
    .where(eq(settings.id, 1));
  if (!row) throw new AppError("unavailable", "The workspace is not set up yet.");
  return { ...found.parse(row), settings: row.settings };
}

function targetsOf(now: Date, part: Part): SQL {
  const soon = new Date(now.getTime() + 60_000);
  const hourAgo = new Date(now.getTime() - RECONCILE_MS);
  return sql`(select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'candidate', p.candidate is not null,
      'connected', p.credentials_status = 'verified', 'listing', p.is_active and not p.list_by_hand and p.credentials_status = 'verified',
      'byHand', p.is_active and p.list_by_hand,
      'due', (select count(*) from listing_work w where w.platform_id = p.id and w.due <= ${soon}),
      'reconcile', p.reconciled_at is null or p.reconciled_at <= ${hourAgo},
      'look', p.credentials_status = 'verified' and ${toLookAt(now)}) order by p.id), '[]'::jsonb)
    from platforms p where ${part === undefined} or p.name = ${part ?? null}::text)`;
}
