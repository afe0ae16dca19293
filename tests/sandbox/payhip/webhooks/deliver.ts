import { createHash } from "node:crypto";
import { z } from "zod";
import type { Delivery } from "@/tests/sandbox/payhip/rows";
import type { World } from "@/tests/sandbox/payhip/world";

const HOUR_MS = 3_600_000;
/** The first attempt, and one more after each hour. */
const ATTEMPTS = 4;

/** Sends what is due, one after the other, unless webhooks are held; says whether there was anything. */
export async function deliverDue(world: World): Promise<boolean> {
  if (world.switches().webhooks === "hold") return false;
  const now = world.clock.now().getTime();
  const due = world.deliveries
    .all()
    .filter((delivery) => delivery.state === "pending" && delivery.due_ms <= now)
    .sort((left, right) => left.due_ms - right.due_ms);
  for (const { id } of due) {
    const delivery = known(world, id);
    if (delivery.state === "pending") note(world, id, await post(world, delivery), false);
  }
  return due.length > 0;
}

const againSchema = z.strictObject({ ids: z.array(z.int()).min(1) });

/** `POST /__control/redeliver`: sends kept deliveries at once, in this order, as often as named, whatever their state. */
export async function redeliver(world: World, body: unknown) {
  const sent: Delivery[] = [];
  for (const id of againSchema.parse(body).ids) {
    const delivery = known(world, id);
    sent.push(note(world, id, await post(world, delivery), true));
  }
  return { sent };
}

/** Only 200 is success. An attempt out of turn can end the waiting, but is not one of the four. */
function note(world: World, id: number, status: number | null, again: boolean): Delivery {
  const delivery = known(world, id);
  const now = world.clock.now();
  const attempts = [...delivery.attempts, { at: now.toISOString(), status, again }];
  const used = attempts.filter((attempt) => !attempt.again).length;
  const next: Delivery = { ...delivery, attempts };
  if (status === 200) next.state = "delivered";
  else if (!again && used >= ATTEMPTS) next.state = "dropped";
  else if (!again) next.due_ms = now.getTime() + HOUR_MS;
  world.deliveries.put(id, next);
  return next;
}

function known(world: World, id: number): Delivery {
  const delivery = world.deliveries.get(id);
  if (delivery === undefined) throw new Error(`no delivery ${id}`);
  return delivery;
}

/** The signature says only that the sender knows the key: the same for every body. Null when no answer came. */
async function post(world: World, { url, payload }: Delivery): Promise<number | null> {
  const signature = createHash("sha256").update(world.account().api_key).digest("hex");
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...payload, signature }),
    redirect: "manual",
    signal: AbortSignal.timeout(world.switches().webhook_timeout_ms),
  }).then(
    async (response) => {
      await response.body?.cancel();
      return response.status;
    },
    () => null,
  );
}
