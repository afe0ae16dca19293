import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import { completeByItself, raiseOrRefresh } from "../action-queue/open";
import { background, pacedBy, postgresBudgets } from "../agent/budget";
import type { App } from "../app";
import type { Access } from "../connections/access";
import { sessionFor } from "../connections/read";
import type { Cursor, Entry } from "../platforms/sales";
import { cleanJson } from "../text";
import { bookHeld } from "./book";
import { type DayDifference, dayDifference, totalsAsk, totalsCause } from "./totals-ask";

const DAY_MS = 86_400_000;
/** What is younger may be late in a platform's lists. */
const YOUNG_MS = DAY_MS;
const WINDOW_MS = 90 * DAY_MS;

/**
 * Compares the sales of the last 90 days, day by day, with what the platform shows now: once a day, page by page within
 * the background's share of its calls, over as many slices as it takes. What is missing in the ledger is booked on the
 * way; a difference that stays is a person's to look at.
 */
export async function recount(app: App, access: Access, deadline: Date): Promise<void> {
  const { platform, row, credentials, account } = access;
  const { sales } = platform;
  if (!sales) return;
  const now = app.world.now();
  let run = row.recount;
  if (!run) {
    if (row.recountedAt && row.recountedAt.getTime() > now.getTime() - DAY_MS) return;
    run = window(now, sales.since);
    await app.db.execute(sql`delete from recounts where platform_id = ${row.id}`);
  }
  let turn = async () => {};
  const session = sessionFor(app, platform, credentials, account, { before: () => turn() });
  const budgets = postgresBudgets(app.db, app.timing.budget);
  for (;;) {
    const at = app.world.now();
    if (at.getTime() + app.timing.readMs > deadline.getTime()) return;
    const grant = await budgets.take(row.id, background(sales.need), at, "reading");
    if (!grant.granted) return;
    turn = pacedBy(app.world, grant);
    const page = await sales.poll(session, run.cursor);
    await bookHeld(app.db, { platformId: row.id, entries: page.entries, at });
    run = { ...run, cursor: page.cursor };
    await keep(app, row.id, page.entries, run);
    if (!page.more) break;
  }
  await conclude(app, access, run);
}

interface Run {
  /** What is booked later than this without being shown came behind the walk. */
  began: string;
  from: string;
  until: string;
  cursor: Cursor;
}

function window(now: Date, since: (from: Date) => Cursor): Run {
  const until = new Date(now.getTime() - YOUNG_MS);
  const from = new Date(until.getTime() - WINDOW_MS);
  return {
    began: now.toISOString(),
    from: from.toISOString(),
    until: until.toISOString(),
    cursor: since(from),
  };
}

/** What a page showed, each sale once, and where the next one begins. */
async function keep(app: App, id: number, entries: Entry[], run: Run): Promise<void> {
  const sold = entries.filter(({ type, at }) => type === "sale" && at >= run.from && at < run.until);
  await app.db.execute(sql`
    with kept as (
      insert into recounts (platform_id, transaction_id, sequence, amount, quantity, currency, transaction_date)
      select ${id}::int, x.id, x.row, x.amount, x.quantity, x.currency, x.at
      from jsonb_to_recordset(${cleanJson(sold)}::jsonb)
        as x(id text, row int, amount bigint, quantity int, currency text, at timestamptz)
      on conflict do nothing
    ) update platforms set recount = ${JSON.stringify(run)}::jsonb where id = ${id}`);
}

/** Tells a person of days that differ, unless the same was looked at before; a question that is settled closes itself. */
async function conclude(app: App, { row, platform }: Access, run: Run): Promise<void> {
  const found = await app.db.execute(sql`
    with shown as (${byDay(sql`recounts`)} where f.platform_id = ${row.id} group by 1, 2),
    booked as (${byDay(sql`revenue`)} where f.platform_id = ${row.id} and f.transaction_type = 'sale'
      and f.transaction_date >= ${run.from}::timestamptz and f.transaction_date < ${run.until}::timestamptz
      and (f.created_at < ${run.began}::timestamptz or exists (select 1 from recounts c where c.platform_id = f.platform_id
        and c.transaction_id = f.transaction_id and c.sequence = f.sequence)) group by 1, 2),
    -- The first day of the window is a part of a day.
    first as (select (${run.from}::timestamptz at time zone time_zone)::date as day from settings)
    select coalesce(s.day, b.day)::text as day, coalesce(s.currency, b.currency) as currency,
      coalesce(s.gross, 0)::bigint as shown, coalesce(s.units, 0) as "shownUnits",
      coalesce(b.gross, 0)::bigint as booked, coalesce(b.units, 0) as "bookedUnits"
    from shown s full join booked b on b.day = s.day and b.currency = s.currency
    where (s.gross, s.units) is distinct from (b.gross, b.units)
      and coalesce(s.day, b.day) > (select day from first) order by 1 desc, 2`);
  const differences = rows(found, dayDifference);
  const cause = totalsCause(row.id);
  if (differences.length === 0) await completeByItself(app, [cause]);
  else if (!(await knownDifferences(app, cause, differences)))
    await raiseOrRefresh(app.db, totalsAsk(platform, row.id, differences), app.world.now());
  await app.db.execute(sql`with gone as (delete from recounts where platform_id = ${row.id})
    update platforms set recount = null, recounted_at = ${app.world.now()} where id = ${row.id}`);
}

function byDay(from: SQL): SQL {
  return sql`select (f.transaction_date at time zone s.time_zone)::date as day, f.currency,
    sum(f.amount)::bigint as gross, sum(f.quantity)::int as units from ${from} f cross join settings s`;
}

/** Whether a person has looked at these days and numbers; some of those that were shown then may be gone. */
async function knownDifferences(app: App, cause: string, differences: DayDifference[]): Promise<boolean> {
  const same =
    await app.db.execute(sql`select context -> 'differences' @> ${JSON.stringify(differences)}::jsonb as same
    from action_queue where cause = ${cause} and status in ('completed', 'cancelled', 'timed_out')
      and responded_by <> 'the agent' order by id desc limit 1`);
  return rows(same, z.object({ same: z.boolean().nullable() }))[0]?.same === true;
}
