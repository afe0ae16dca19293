import { seesSales } from "@/tests/sandbox/gumroad/access";
import type { World } from "@/tests/sandbox/gumroad/context";
import { nextNumber } from "@/tests/sandbox/gumroad/ids";
import type { Delivery, Sale } from "@/tests/sandbox/gumroad/state";

export type Resource = "sale" | "refund" | "dispute" | "dispute_won";

/** Notes one delivery for every subscription of the event, so a duplicate subscription gets two. */
export function enqueue(world: World, resource: Resource, sale: Sale): void {
  const { books } = world;
  const rows = books.subscriptions.filter((row) => !row.deleted && row.resource_name === resource);
  for (const row of rows) add(world, resource, sale, row.post_url, row.id);
  const ping = books.switches.ping_url;
  if (resource === "sale" && ping !== null) add(world, resource, sale, ping, null);
}

/** Whether a delivery may still go out: its subscription lives and its application has a token that sees sales. */
export function isAlive(world: World, delivery: Delivery): boolean {
  if (delivery.subscription_id === null) return true;
  const row = world.books.subscriptions.find((known) => known.id === delivery.subscription_id);
  if (row === undefined || row.deleted) return false;
  return world.books.tokens.some(
    (token) => !token.revoked && token.application === row.application && seesSales(token),
  );
}

function add(world: World, resource: Resource, sale: Sale, url: string, subscription: string | null): void {
  const own = resource === "sale" ? 10_000 : 5000;
  const delivery: Delivery = {
    number: nextNumber(world.books),
    subscription_id: subscription,
    post_url: url,
    resource_name: resource,
    sale_id: sale.id,
    due_ms: world.now().getTime() + (world.books.switches.webhook_delay_ms ?? own),
    retries: 0,
    state: "pending",
    body: null,
    attempts: [],
  };
  world.books.deliveries.push(delivery);
  world.keep.delivery(delivery);
}
