import { Refusal } from "@/tests/sandbox/etsy/answers";
import { CALLS_PER_DAY, CALLS_PER_SECOND } from "@/tests/sandbox/etsy/limits";
import type { World } from "@/tests/sandbox/etsy/world";

const HOUR_MS = 3_600_000;
/** What `open` reports as its limits: enough never to make a client wait. */
const OPEN_PER_SECOND = 10_000;
const OPEN_PER_DAY = 100_000_000;

export type Rate = {
  /** Counts one call; throws the 429 when it is one too many. Refused calls do not count. */
  take(): void;
  headers(): Record<string, string>;
};

/** The fifth gate: calls per rolling second first, then calls per rolling 24 hours in buckets of an hour. */
export function makeRate(world: World): Rate {
  let recent: number[] = [];
  const hours = new Map<number, number>();

  function limits() {
    const set = world.switches();
    const open = world.profile === "open";
    return {
      second: set.calls_per_second ?? (open ? OPEN_PER_SECOND : CALLS_PER_SECOND),
      day: set.calls_per_day ?? (open ? OPEN_PER_DAY : CALLS_PER_DAY),
    };
  }

  function count() {
    const now = world.clock.now().getTime();
    recent = recent.filter((at) => at > now - 1000);
    for (const hour of hours.keys()) if (hour <= now - 24 * HOUR_MS) hours.delete(hour);
    return { now, second: recent.length, day: [...hours.values()].reduce((sum, calls) => sum + calls, 0) };
  }

  return {
    take() {
      const limit = limits();
      const used = count();
      if (used.second >= limit.second) throw exceeded("Exceeded per second rate limit", 1);
      if (used.day >= limit.day) {
        const oldest = Math.min(...hours.keys());
        throw exceeded("Exceeded daily rate limit", Math.ceil((oldest + 24 * HOUR_MS - used.now) / 1000));
      }
      recent.push(used.now);
      const hour = Math.floor(used.now / HOUR_MS) * HOUR_MS;
      hours.set(hour, (hours.get(hour) ?? 0) + 1);
    },
    headers() {
      const limit = limits();
      const used = count();
      return {
        "x-limit-per-second": String(limit.second),
        "x-remaining-this-second": String(Math.max(0, limit.second - used.second)),
        "x-limit-per-day": String(limit.day),
        "x-remaining-today": String(Math.max(0, limit.day - used.day)),
      };
    },
  };
}

function exceeded(error: string, seconds: number): Refusal {
  return new Refusal({ status: 429, headers: { "retry-after": String(seconds) }, body: { error } });
}
