import { and, eq, isNull, lt, lte } from "drizzle-orm";
import { deliveries } from "@/db/schema/deliveries";
import type { App } from "../app";
import { log } from "../log";

/** An attempt that stopped without a word is over after this time. */
const LEASE_MS = 30_000;
/** Between two looks at what another attempt does. */
const LOOK_MS = 500;
/** Longer than anything is sent again: four attempts of ours are over in 33 minutes. */
const KEPT_MS = 7 * 86_400_000;

export interface Delivery {
  source: "qstash" | "wake-up";
  id: string;
}

type Clocked = Pick<App, "db" | "world">;

/**
 * Does the work of a message once, however often the message comes: a delivery beside a running attempt waits to see
 * how that ends, and one after a failed attempt does the work, because a retry carries the same id.
 * @returns null when another attempt did it, or is alive after a whole lease.
 * @throws whatever the work throws; the next delivery is let through then.
 */
export async function once<T>(app: Clocked, delivery: Delivery, work: () => Promise<T>): Promise<T | null> {
  const patience = app.world.now().getTime() + LEASE_MS;
  for (;;) {
    const until = await claim(app, delivery);
    if (until) return hold(app, delivery, until, work);
    if ((await isDone(app, delivery)) || app.world.now().getTime() > patience) return null;
    await app.world.sleep(LOOK_MS);
  }
}

/** Forgets messages that cannot come again. */
export async function forgetOldDeliveries({ db, world }: Clocked): Promise<void> {
  await db.delete(deliveries).where(lt(deliveries.runningUntil, new Date(world.now().getTime() - KEPT_MS)));
}

/** @returns until when this attempt holds the message; null when another one does, or when it is done. */
async function claim({ db, world }: Clocked, { source, id }: Delivery): Promise<Date | null> {
  const now = world.now();
  const runningUntil = new Date(now.getTime() + LEASE_MS);
  const [mine] = await db
    .insert(deliveries)
    .values({ source, deliveryId: id, runningUntil })
    .onConflictDoUpdate({
      target: [deliveries.source, deliveries.deliveryId],
      set: { runningUntil },
      setWhere: and(isNull(deliveries.doneAt), lte(deliveries.runningUntil, now)),
    })
    .returning({ until: deliveries.runningUntil });
  return mine?.until ?? null;
}

async function isDone({ db }: Clocked, delivery: Delivery): Promise<boolean> {
  const [row] = await db.select({ doneAt: deliveries.doneAt }).from(deliveries).where(is(delivery));
  return row !== undefined && row.doneAt !== null;
}

async function hold<T>(
  { db, world }: Clocked,
  delivery: Delivery,
  until: Date,
  work: () => Promise<T>,
): Promise<T> {
  let held = until;
  /** Only while nobody else has taken it over. */
  const holdUntil = async (next: Date) => {
    const mine = and(is(delivery), eq(deliveries.runningUntil, held));
    const kept = await db.update(deliveries).set({ runningUntil: next }).where(mine).returning();
    if (kept.length > 0) held = next;
  };
  const beat = setInterval(() => {
    holdUntil(new Date(world.now().getTime() + LEASE_MS)).catch((error) => log("delivery_lease", { error }));
  }, LEASE_MS / 3);
  try {
    const result = await work();
    await db.update(deliveries).set({ doneAt: world.now() }).where(is(delivery));
    return result;
  } catch (error) {
    await holdUntil(world.now());
    throw error;
  } finally {
    clearInterval(beat);
  }
}

function is({ source, id }: Delivery) {
  return and(eq(deliveries.source, source), eq(deliveries.deliveryId, id));
}
