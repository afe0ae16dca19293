import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Webhook } from "@/tests/sandbox/etsy/rows";
import { SELLER, type World } from "@/tests/sandbox/etsy/world";

const TIMEOUT_MS = 5000;

const sendSchema = z.strictObject({
  /** Sent in this order, each with its own id, as often as named. */
  webhook_ids: z.array(z.string()).min(1),
  bad_signature: z.boolean().default(false),
  /** How old the timestamp claims to be. */
  age_s: z.int().nonnegative().default(0),
});

/** Makes a webhook of an order event and sends it at once, unless webhooks are held or have no address. */
export async function announce(
  world: World,
  event_type: string,
  receiptId: number,
  origin: string,
): Promise<Webhook> {
  const webhook: Webhook = {
    webhook_id: `msg_${world.books.nextId("webhook", 1)}`,
    event_type,
    resource_url: `${origin}/v3/application/shops/${SELLER.shop_id}/receipts/${receiptId}`,
    created: world.seconds(),
    attempts: [],
  };
  world.webhooks.put(webhook.webhook_id, webhook);
  const { webhook_url, webhooks } = world.switches();
  if (webhook_url === null || webhooks === "hold") return webhook;
  return deliver(world, webhook, { bad_signature: false, age_s: 0 });
}

/** `POST /__control/webhook`: sends kept webhooks (again), in any order, with a bad signature or an old time. */
export async function sendAgain(world: World, body: unknown) {
  const { webhook_ids, ...how } = sendSchema.parse(body);
  const sent: Webhook[] = [];
  for (const webhookId of webhook_ids) {
    const webhook = world.webhooks.get(webhookId);
    if (webhook === undefined) throw new Error(`no webhook ${webhookId}`);
    sent.push(await deliver(world, webhook, how));
  }
  return { sent };
}

type How = { bad_signature: boolean; age_s: number };

async function deliver(world: World, webhook: Webhook, how: How): Promise<Webhook> {
  const { webhook_url, webhook_secret } = world.switches();
  if (webhook_url === null) throw new Error("set webhook_url first");
  const url = new URL(webhook_url);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(url.hostname))
    throw new Error("webhook_url must be loopback");
  const { event_type, resource_url } = webhook;
  const body = JSON.stringify({ event_type, resource_url, shop_id: SELLER.shop_id });
  const timestamp = String(world.seconds() - how.age_s);
  const key = Buffer.from(how.bad_signature ? "d3Jvbmc=" : webhook_secret.slice("whsec_".length), "base64");
  const signature = createHmac("sha256", key)
    .update(`${webhook.webhook_id}.${timestamp}.${body}`)
    .digest("base64");
  const status = await fetch(url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": webhook.webhook_id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).then(
    (response) => response.status,
    () => null,
  );
  const attempt = { at: world.clock.now().toISOString(), status };
  const kept = { ...webhook, attempts: [...webhook.attempts, attempt] };
  world.webhooks.put(kept.webhook_id, kept);
  return kept;
}
