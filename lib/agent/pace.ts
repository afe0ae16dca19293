import { slackMs } from "../timing";
import { OutOfTime } from "./session";
import { type Lane, move, type Turn } from "./turn";

/** Before each call: its turn in the budget, room in the run's time, and a lease that outlives it. */
export async function beforeCall(turn: Turn, worstMs: number): Promise<void> {
  const { lane, work } = turn;
  const slot = turn.pace;
  if (slot) {
    const wait = slot.next - lane.world.now().getTime();
    if (wait > 0) await lane.world.sleep(wait);
    slot.next = Math.max(slot.next, lane.world.now().getTime()) + slot.every;
  }
  const now = lane.world.now().getTime();
  if (now + worstMs > lane.deadline.getTime() && !fitsNowhere(lane, worstMs, now)) throw new OutOfTime();
  if (now + worstMs <= turn.leaseUntil.getTime()) return;
  const due = new Date(now + Math.max(lane.timing.leaseMs, worstMs + slackMs(lane.timing)));
  await move(turn, work.step, { due });
}

/** A call longer than a whole run may only begin in a run's first tenth. */
function fitsNowhere(lane: Lane, worstMs: number, now: number): boolean {
  const whole = lane.deadline.getTime() - lane.startedAt.getTime();
  return worstMs > whole && now - lane.startedAt.getTime() < whole / 10;
}
