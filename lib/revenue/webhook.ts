import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import type { App } from "../app";
import { unsealed } from "../connections/read";
import { AppError, PlatformError } from "../errors";
import { hide, log } from "../log";
import { platforms } from "../platforms";
import type { Entry } from "../platforms/sales";
import { sameSecret } from "../secret";
import { clean, cleanJson } from "../text";
import { bookHeld } from "./book";

/** Events booked in one go. */
const BATCH = 100;

/**
 * Takes an event that a platform sent: checked, and stored once. Nothing of the buyer is kept. What was stored is
 * booked by `bookEvents`. Statements: two.
 * @throws AppError `not_found` for a platform that sends none, `unauthorised` for a wrong token or signature (nothing is
 *   stored then), `malformed` for a body that cannot be understood.
 */
export async function receiveEvent(
  app: App,
  call: { platform: string; token: string; body: string },
): Promise<{ stored: boolean }> {
  const platform = platforms.find(({ name }) => name === call.platform);
  if (!platform?.webhook) throw new AppError("not_found", "There is no such address.");
  const [known] = rows(
    await app.db.execute(
      sql`select id, webhook_token as token, name, credentials from platforms where name = ${platform.name}`,
    ),
    z.object({ id: z.number(), token: z.string(), name: z.string(), credentials: z.string().nullable() }),
  );
  if (known) hide(known.token);
  if (!known || !sameSecret(call.token, known.token)) throw unknownSender();
  const credentials = await unsealed(app, known, known.credentials);
  const event = readEvent(
    () => platform.webhook?.read({ body: call.body, credentials, now: app.world.now() }) ?? null,
  );
  if (event === null) throw unknownSender();
  const done = event.entries.length === 0;
  const stored = await app.db.execute(sql`
    insert into webhook_events (platform_id, event_id, type, entries, received_at, booked_at)
    values (${known.id}, ${clean(event.id)}, ${clean(event.type)}, ${cleanJson(event.entries)}::jsonb, ${app.world.now()},
      ${done ? app.world.now() : null})
    on conflict (platform_id, event_id) do nothing returning id`);
  return { stored: rows(stored, z.object({ id: z.number() })).length > 0 };
}

const waitingRow = z.object({
  id: z.number(),
  platformId: z.number(),
  /** Written by this program through the same type. */
  entries: z.custom<Entry[]>(Array.isArray),
});

/**
 * Books what was received and waits, each event whole and once, in the order of arrival. One that cannot be booked is
 * logged, waits on and holds up no other. @returns new sales by platform.
 */
export async function bookEvents(app: App): Promise<Map<number, number>> {
  const sold = new Map<number, number>();
  const waiting = rows(
    await app.db.execute(sql`select e.id, e.platform_id as "platformId", e.entries from webhook_events e
      join settings s on s.agent_enabled where e.booked_at is null order by e.id limit ${BATCH}`),
    waitingRow,
  );
  for (const { id, platformId, entries } of waiting) {
    try {
      // Two events of one sale follow each other.
      const booked = await bookHeld(app.db, { platformId, entries, at: app.world.now(), events: [id] });
      sold.set(platformId, (sold.get(platformId) ?? 0) + booked.sold);
    } catch (error) {
      log("event_not_booked", { event: id, error });
    }
  }
  return sold;
}

function readEvent<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    log("webhook_refused", { message: error.message, words: error.details.words });
    throw new AppError("malformed", error.message);
  }
}

function unknownSender(): AppError {
  return new AppError("unauthorised", "This address, or the signature of what was sent, is not right.");
}
