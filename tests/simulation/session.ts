import type { Lane } from "@/lib/agent/turn";
import type { Session } from "@/lib/platforms/platform";
import { timing } from "./settings";

/** A session whose calls wait their turn and go nowhere: the market is asked directly. */
export function sessionOf(world: Lane["world"], hooks: Parameters<Lane["open"]>[0]): Session {
  const worst = (init: RequestInit) => (init.method === "GET" ? timing.readMs : timing.createMs) + 5_000;
  return {
    fetch: async (_name, init) => {
      await hooks.before(worst(init));
      return new Response();
    },
    now: world.now,
    random: world.random,
    origin: "https://market.example",
    tokenUrl: null,
    credentials: {},
    account: null,
    timing: { readMs: timing.readMs, createMs: timing.createMs, uploadMs: () => timing.createMs },
    open: async () => new Blob([]),
    sawLimits: () => {},
  };
}
