import { keyOf } from "./facts";
import type { Market } from "./market";
import type { Backing, Outcome } from "./outcome";

/** After every event: I1 one published listing, I2 a remote id stays, I4 nothing published without file and price. */
export async function check(
  outcome: Outcome,
  market: Market,
  backing: Backing,
  recorded: Map<number, string>,
): Promise<void> {
  for (const remote of market.remotes) {
    if (!remote.live) continue;
    if (market.live(remote.key).length > 1) outcome.violations.push(`I1: ${remote.key} is published twice`);
    if (!remote.file || remote.images === 0 || remote.price.amount !== 1299)
      outcome.violations.push(`I4: ${remote.key} is published without its file, picture or price`);
  }
  for (const [id, { remoteId }] of await backing.read()) {
    const before = recorded.get(id);
    if (before !== undefined && remoteId !== before)
      outcome.violations.push(`I2: listing ${id} changed ${before} to ${remoteId}`);
    if (remoteId !== null) recorded.set(id, remoteId);
  }
}

/** After the faults: I11 each listing published once and known, I12 no draft that reconcile could not remove, I14 no work left. */
export async function checkRest(outcome: Outcome, market: Market, backing: Backing): Promise<void> {
  if ((await backing.nextDue()) !== null) outcome.violations.push("I14: work is left and nobody is at it");
  for (const [id, { status, remoteId }] of await backing.read()) {
    const live = market.live(keyOf(id));
    if (status !== "listed" || live.length !== 1 || live[0]?.id !== remoteId)
      outcome.violations.push(
        `I11: listing ${id} is ${status} as ${remoteId}, published: ${live.map((one) => one.id)}`,
      );
  }
}
