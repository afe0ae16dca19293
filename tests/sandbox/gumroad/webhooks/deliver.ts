import type { World } from "@/tests/sandbox/gumroad/context";
import { stamp } from "@/tests/sandbox/gumroad/ids";
import type { Delivery } from "@/tests/sandbox/gumroad/state";
import { payloadOf } from "@/tests/sandbox/gumroad/webhooks/payload";
import { isAlive } from "@/tests/sandbox/gumroad/webhooks/queue";

const RETRIED = [499, 500, 502, 503, 504];
/** Milliseconds after each failed attempt; four attempts in all. */
const RETRY_AFTER = [60_000, 180_000, 600_000];
const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

/** Sends what is due, one after the other; says whether there was anything. */
export async function deliverDue(world: World): Promise<boolean> {
  const now = world.now().getTime();
  const due = world.books.deliveries
    .filter((delivery) => delivery.state === "pending" && delivery.due_ms <= now)
    .sort((left, right) => left.due_ms - right.due_ms);
  if (world.books.switches.webhooks_out_of_order) due.reverse();
  for (const delivery of due) {
    await attempt(world, delivery);
    world.keep.delivery(delivery);
  }
  return due.length > 0;
}

/** One attempt: any 2xx is success; only 499, 500, 502, 503 and 504 are tried again. */
async function attempt(world: World, delivery: Delivery): Promise<void> {
  const sale = world.books.sales.find((known) => known.id === delivery.sale_id);
  if (sale === undefined || !isAlive(world, delivery)) {
    delivery.state = "given_up";
    return;
  }
  delivery.body ??= payloadOf(world, sale, delivery.resource_name).toString();
  const body = delivery.retries === 0 ? delivery.body : `${delivery.body}&retry_count=${delivery.retries}`;
  const result = await post(delivery.post_url, body, world.books.switches.webhook_timeout_ms);
  delivery.attempts.push({ at: stamp(world.now()), ...result });

  const wait = RETRY_AFTER[delivery.retries];
  if (result.status !== null && result.status >= 200 && result.status < 300) {
    delivery.state = "delivered";
  } else if (result.status !== null && RETRIED.includes(result.status) && wait !== undefined) {
    delivery.retries += 1;
    delivery.due_ms = world.now().getTime() + wait;
  } else {
    delivery.state = "given_up";
  }
}

/** Never talks to another address than loopback: any other counts as a failed connection. */
async function post(
  address: string,
  body: string,
  timeoutMs: number,
): Promise<{ status: number | null; error: string | null }> {
  if (!LOOPBACK.test(new URL(address).hostname)) return { status: null, error: "not loopback, not sent" };
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    return { status: response.status, error: null };
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.name : "failed" };
  }
}
