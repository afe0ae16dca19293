import { z } from "zod";
import { EVENTS } from "@/tests/sandbox/payhip/rows";
import type { World } from "@/tests/sandbox/payhip/world";

const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

const settingsSchema = z.strictObject({
  /** One text field, several addresses separated by commas; empty for none. */
  urls: z.string(),
  events: z.array(z.enum(EVENTS)),
});

/** `POST /__control/webhooks`: what the seller types under Settings, Developer. Throws on any but a loopback address. */
export function saveWebhooks(world: World, body: unknown) {
  const { urls, events } = settingsSchema.parse(body);
  const addresses = urls
    .split(",")
    .map((url) => url.trim())
    .filter((url) => url !== "");
  for (const address of addresses) {
    if (!LOOPBACK.test(new URL(address).hostname)) throw new Error(`${address} is not loopback`);
  }
  const { webhook_urls, webhook_events } = world.setAccount({
    webhook_urls: addresses,
    webhook_events: events,
  });
  return { urls: webhook_urls, events: webhook_events };
}
