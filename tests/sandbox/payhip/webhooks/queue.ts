import type { Delivery } from "@/tests/sandbox/payhip/rows";
import type { World } from "@/tests/sandbox/payhip/world";

/** Notes one delivery for each address if the seller ticked the event; the ids of the new deliveries. */
export function enqueue(
  world: World,
  event: Delivery["event"],
  transaction_id: string,
  payload: Delivery["payload"],
): number[] {
  const { webhook_urls, webhook_events } = world.account();
  if (!webhook_events.includes(event)) return [];
  return webhook_urls.map((url) => {
    const delivery: Delivery = {
      id: world.books.nextId("delivery", 1),
      url,
      event,
      transaction_id,
      payload,
      due_ms: world.clock.now().getTime(),
      state: "pending",
      attempts: [],
    };
    world.deliveries.put(delivery.id, delivery);
    return delivery.id;
  });
}
