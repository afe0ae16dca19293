import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Call, control, must } from "./api";

/** So many products the demo's seller makes by hand; the other kits are yours to try. */
const MADE = 3;
const PATIENCE_MS = 180_000;

const kitAction = z.object({
  id: z.number(),
  status: z.string(),
  action_type: z.string(),
  context: z.looseObject({
    kit: z.object({ title: z.string(), price: z.number(), currency: z.string() }).optional(),
  }),
});
const product = z.object({ product_permalink: z.string() });

/** Follows the first kits as a person would: makes the product on Payhip, and brings its address back. */
export async function sellByHand(call: Call, payhip: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (let made = 0; made < MADE && Date.now() < until; await sleep(1_000)) {
    const reply = await must(await call("GET", "/actions?status=all&limit=100"));
    const kits = z
      .array(kitAction)
      .parse(await reply.json())
      .filter(({ action_type }) => action_type === "manual_listing");
    made = kits.filter(({ status }) => status === "completed").length;
    const next = kits.find(({ status, context }) => status === "pending" && context.kit);
    if (made >= MADE || !next?.context.kit) continue;
    const { title, price, currency } = next.context.kit;
    const { product_permalink } = product.parse(
      await control(payhip, "product", { title, price: Math.round(price * 100), currency }),
    );
    const body = JSON.stringify({ response: product_permalink });
    await must(await call("POST", `/actions/${next.id}/resolve`, body, "application/json"));
  }
}
