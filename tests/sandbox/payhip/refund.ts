import { z } from "zod";
import { refunded } from "@/tests/sandbox/payhip/webhooks/payload";
import { enqueue } from "@/tests/sandbox/payhip/webhooks/queue";
import type { World } from "@/tests/sandbox/payhip/world";

const refundSchema = z.strictObject({
  id: z.string(),
  /** Minor units; everything that is left when absent. */
  amount: z.int().positive().optional(),
});

/** `POST /__control/refund`: money goes back; throws when there is not so much left. */
export function refund(world: World, body: unknown, origin: string) {
  const asked = refundSchema.parse(body);
  const sale = world.sales.get(asked.id);
  if (sale === undefined) throw new Error(`no sale ${asked.id}`);
  const left = sale.price - sale.refunds.reduce((sum, one) => sum + one.amount, 0);
  const amount = asked.amount ?? left;
  if (left === 0 || amount > left) throw new Error(`only ${left} can be refunded`);
  const next = { ...sale, refunds: [...sale.refunds, { amount, date: world.seconds() }] };
  world.sales.put(sale.id, next);
  const deliveries = enqueue(world, "refunded", sale.id, refunded(world, next, origin));
  return { id: sale.id, amount, left: left - amount, deliveries };
}
