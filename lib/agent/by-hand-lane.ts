import type { App } from "../app";
import { originOf } from "../app";
import { connectionRow } from "../connections/read";
import { PlatformError } from "../errors";
import { log } from "../log";
import type { ManualListing } from "../platforms/by-hand";
import type { Platform } from "../platforms/platform";
import { refusedAsk } from "./asks";
import { kitAsk } from "./kit";
import type { LaneInput } from "./lane";
import { makePlan } from "./plan";
import { postgresStore } from "./postgres-store";
import type { Ask, Finish, Store, Work } from "./store";

/** Listings claimed at once: nothing waits for a platform here. */
const BATCH = 20;

/** Turns what is due on a platform without a listing API into paste kits. Two statements a listing and one a batch. */
export async function runByHand(app: App, input: LaneInput): Promise<{ problem: string | null }> {
  const { platformId, deadline, onEnd } = input;
  const row = await connectionRow(app, platformId);
  const { byHand } = row.platform;
  if (!byHand) return { problem: null };
  const platform = { ...row.platform, byHand };
  const store = postgresStore(app.db);
  while (app.world.now() < deadline) {
    const now = app.world.now();
    const claimed = await store.claim({ platformId, limit: BATCH, now, leaseMs: app.timing.leaseMs });
    if (claimed.length === 0) return { problem: null };
    for (const work of claimed) await onEnd(await askFor(app, store, platform, row.priceFactor, work));
  }
  return { problem: null };
}

async function askFor(
  app: App,
  store: Store,
  platform: Platform & { byHand: ManualListing },
  priceFactor: string | null,
  work: Work,
): Promise<"asked" | "failed" | "lost"> {
  const finish: Pick<Finish, "status" | "message" | "ask" | "plan" | "journal"> = {
    status: "action_required",
    ...makeKit(app, platform, priceFactor, work),
  };
  const { owned, asked } = await store.finish(work, {
    ...finish,
    intentAt: null,
    notes: work.notes,
    attempt: work.attempt,
    at: app.world.now(),
  });
  if (!owned) return "lost";
  return asked ? "asked" : "failed";
}

/** The kit, or the question about what stands in its way. */
function makeKit(
  app: App,
  platform: Platform & { byHand: ManualListing },
  priceFactor: string | null,
  work: Work,
): { message: string; ask: Ask; plan?: Work["plan"] & object; journal: NonNullable<Finish["journal"]> } {
  // The platform tells nobody its currency: prices are those of the manual.
  const account = { name: platform.displayName, currency: work.manual.currency, facts: {} };
  try {
    const plan = makePlan(work, platform, account, priceFactor);
    const journal = { step: "plan", outcome: { title: plan.title, price: plan.price, by_hand: true } };
    const message = `Waits to be listed by hand on ${platform.displayName}.`;
    return { message, ask: kitAsk(platform, work, plan, originOf(app, platform)), plan, journal };
  } catch (error) {
    if (!(error instanceof PlatformError)) log("kit_failed", { listing: work.listingId, error });
    const refused =
      error instanceof PlatformError
        ? error
        : new PlatformError("unexpected", "Something went wrong on our side. It is noted in the log.");
    const { kind, message, details } = refused;
    return {
      message,
      ask: refusedAsk(platform, work, refused, account.currency),
      journal: { step: "plan", outcome: { error: kind, message, field: details.field } },
    };
  }
}
