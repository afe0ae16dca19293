import { type Body, marketNames, readers } from "@/tests/sandbox/on-sale";

type Origins = { etsy: string; gumroad: string; payhip: string };
type Chance = () => number;

const REFUNDED = 1 / 8;
const VISITS = 3;
const TIMEOUT_MS = 5000;

/**
 * Buyers that come by themselves, the same for the same seed and books: every `everyMs` one looks at one market, buys
 * something that is on sale there (or, about one time in eight, gets money back) and looks around on Etsy. They know
 * nothing but the control doors. A market that does not answer, or refuses, loses this buyer and nothing else.
 */
export function startBuyers(origins: Origins, options: { everyMs: number; seed: number }): { stop(): void } {
  const stopped = new AbortController();
  const chance = seeded(options.seed);
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    goShopping(origins, chance, stopped.signal)
      // A buyer who met an error goes away; the next one comes with the next tick.
      .catch(() => undefined)
      .finally(() => {
        busy = false;
      });
  }, options.everyMs);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      stopped.abort();
    },
  };
}

async function goShopping(origins: Origins, chance: Chance, stopped: AbortSignal): Promise<void> {
  const name = pick(chance, marketNames);
  if (name === undefined) return;
  const call = (method: string, route: string, body?: Body) =>
    callDoor(`${origins[name]}/__control/${route}`, method, body, stopped);
  const market = readers[name](await call("GET", "books"));
  for (let n = 0; n < VISITS; n += 1) {
    const visit = pick(chance, market.visits);
    if (visit === undefined) break;
    await call("POST", "visit", visit(1 + Math.floor(chance() * 9), chance() < 0.2 ? 1 : 0));
  }
  const sold = chance() < REFUNDED ? pick(chance, market.sold) : undefined;
  const offer = pick(chance, market.offers);
  if (sold !== undefined) await call("POST", "refund", sold.giveBack(part(chance, sold.left)));
  else if (offer !== undefined) {
    await call("POST", "sale", offer.order(Math.min(offer.stock, pieces(chance))));
  }
}

async function callDoor(
  url: string,
  method: string,
  body: Body | undefined,
  stopped: AbortSignal,
): Promise<unknown> {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)]);
  const reply = await fetch(url, { method, body: body === undefined ? null : JSON.stringify(body), signal });
  if (!reply.ok) throw new Error(`${url}: ${reply.status} ${await reply.text()}`);
  return reply.json();
}

function pick<T>(chance: Chance, all: readonly T[]): T | undefined {
  return all[Math.floor(chance() * all.length)];
}

/** Four of five take one piece. */
function pieces(chance: Chance): number {
  return chance() < 0.8 ? 1 : 2 + Math.floor(chance() * 2);
}

/** Half of the refunds give everything back, which the doors do when no amount is named. */
function part(chance: Chance, left: number): number | undefined {
  return chance() < 0.5 || left < 2 ? undefined : 1 + Math.floor(chance() * (left - 1));
}

/** mulberry32, the same numbers for the same seed. */
function seeded(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
