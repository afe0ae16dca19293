import type { Db } from "@/db/client";
import { slackMs } from "../timing";
import { OutOfTime } from "./session";
import { type Lane, move, stillAwake, type Turn } from "./turn";

/** Before each call: its turn in the budget, room in the run's time, and a lease that outlives it. */
export async function beforeCall(turn: Turn, worstMs: number): Promise<void> {
  const { lane, work } = turn;
  const slot = turn.pace;
  if (slot) {
    // Looked at again after each sleep: whoever overslept must not call in the same moment as the next one.
    const wait = () => Math.max(slot.next, lane.calls.nextAt) - lane.world.now().getTime();
    for (let ms = wait(); ms > 0; ms = wait()) await lane.world.sleep(ms);
    slot.next = lane.world.now().getTime() + slot.every;
    lane.calls.nextAt = slot.next;
  }
  stillAwake(turn);
  const now = lane.world.now().getTime();
  if (now + worstMs > lane.deadline.getTime() && !fitsNowhere(lane, worstMs, now)) throw new OutOfTime();
  if (now + worstMs <= turn.leaseUntil.getTime() && !turn.unwritten) return;
  const due = new Date(now + Math.max(lane.timing.leaseMs, worstMs + slackMs(lane.timing)));
  await move(turn, work.step, { due });
}

const slotName = Symbol.for("passive-income.calls");
const shared = globalThis as { [slotName]?: WeakMap<Db, Map<number, { nextAt: number }>> };

/**
 * When the next call to a platform may leave this process (epoch ms), for all runs in it: a turn that fell behind its
 * slots does not call in the same moment as another one.
 */
export function callsOf(db: Db, platformId: number): { nextAt: number } {
  shared[slotName] ??= new WeakMap();
  const byPlatform = shared[slotName].get(db) ?? new Map<number, { nextAt: number }>();
  shared[slotName].set(db, byPlatform);
  const calls = byPlatform.get(platformId) ?? { nextAt: 0 };
  byPlatform.set(platformId, calls);
  return calls;
}

/** A call longer than a whole run may only begin in a run's first tenth. */
function fitsNowhere(lane: Lane, worstMs: number, now: number): boolean {
  const whole = lane.deadline.getTime() - lane.startedAt.getTime();
  return worstMs > whole && now - lane.startedAt.getTime() < whole / 10;
}
