import type { CycleResult } from "@/lib/agent/cycle";
import { reconcile } from "@/lib/agent/reconcile";
import type { Shop } from "../revenue/shop";
import { cycle, listings, nextDue } from "./stage";

/** Works off what is due, moving the clock over the waits; answers nothing. */
export async function work(shop: Shop): Promise<void> {
  for (let rounds = 0; rounds < 50; rounds += 1) {
    const due = await nextDue(shop.app);
    if (!due) return;
    shop.skip(Math.max(0, due.getTime() - shop.app.world.now().getTime()));
    await cycle(shop.app, 5_000);
  }
  throw new Error("work is left");
}

/** The hourly slice, some time later. */
export async function slice(shop: Shop, minutes = 61): Promise<CycleResult> {
  if (minutes > 0) await shop.pass(minutes * 60_000);
  return reconcile(shop.app, new Date(shop.app.world.now().getTime() + 60_000));
}

export async function listingOn(shop: Shop, name: "etsy" | "gumroad") {
  const found = (await listings(shop.app)).find(({ platformId }) => platformId === (name === "etsy" ? 1 : 2));
  if (!found?.remoteId) throw new Error("it is not listed");
  return { ...found, remoteId: found.remoteId };
}
