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
import type { Ask, Ended, Finish, Work } from "./store";

/** Listings claimed at once: nothing waits for a platform here. */
const BATCH = 100;

/** Turns what is due on a platform without a listing API into paste kits: one statement a batch, and one to begin. */
export async function runByHand(app: App, input: LaneInput): Promise<{ problem: string | null }> {
  const { platformId, deadline, onEnd } = input;
  const row = await connectionRow(app, platformId);
  const { byHand } = row.platform;
  if (!byHand) return { problem: null };
  const platform = { ...row.platform, byHand };
  const store = postgresStore(app.db);
  const batch = () => ({ platformId, limit: BATCH, now: app.world.now(), leaseMs: app.timing.leaseMs });
  let claimed = app.world.now() < deadline ? await store.claim(batch()) : [];
  while (claimed.length > 0) {
    const made = claimed.map((work) => ended(app, platform, row.priceFactor, work));
    const { ends, next } = await store.finish(made, app.world.now() < deadline ? batch() : undefined);
    claimed = next;
    for (const { owned, asked } of ends) await onEnd(owned ? (asked ? "asked" : "failed") : "lost");
  }
  return { problem: null };
}

function ended(
  app: App,
  platform: Platform & { byHand: ManualListing },
  priceFactor: string | null,
  work: Work,
): Ended {
  return {
    work,
    status: "action_required",
    ...makeKit(app, platform, priceFactor, work),
    intentAt: null,
    notes: work.notes,
    attempt: work.attempt,
    at: app.world.now(),
  };
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
