import { z } from "zod";
import { syncSales } from "@/lib/agent/sync-sales";
import { parseTiming } from "@/lib/timing";
import { openStage, runDry, type Stage } from "../agent/stage";
import type { Open } from "../support/database";

export const DAY_MS = 86_400_000;

/** Waits that a busy machine keeps; the inequalities hold. */
const patient = parseTiming(
  JSON.stringify({
    read_ms: 8_000,
    create_ms: 2_000,
    settle_ms: 2_500,
    list_lag_ms: 100,
    lease_ms: 15_000,
    backoff_ms: [60, 120],
    budget: "none",
  }),
);

/** Two shops with some manuals on sale, their buyers, and an app whose clock goes with theirs. */
export async function openShop(open: Open, titles: string[]): Promise<Shop> {
  const stage = await openStage(open, { change: { timing: patient } });
  for (const title of titles) await stage.manual(title);
  await runDry(stage);
  const { doors } = stage.markets;
  return {
    ...stage,
    stage,
    etsyIds: z
      .object({ listings: z.array(z.object({ listing_id: z.number(), state: z.string() })) })
      .parse(await doors.etsy("GET", "books"))
      .listings.filter(({ state }) => state === "active")
      .map(({ listing_id }) => listing_id),
    gumroadIds: (await stage.markets.gumroadBooks()).products.map(({ id }) => id),
    async pass(ms) {
      stage.skip(ms);
      await doors.etsy("POST", "clock", { advance_ms: ms });
      await doors.gumroad("POST", "clock", { advance_ms: ms });
    },
    async sync() {
      for (let rounds = 0; rounds < 60; rounds += 1) {
        const { more, problems, counts } = await syncSales(
          stage.app,
          new Date(stage.app.world.now().getTime() + 60_000),
        );
        if (problems.length > 0 || !more) return { problems, synced: counts.synced };
      }
      throw new Error("the sync does not come to an end");
    },
  };
}

export interface Shop extends Stage {
  stage: Stage;
  etsyIds: number[];
  gumroadIds: string[];
  /** Moves all three clocks. */
  pass(ms: number): Promise<void>;
  /** Syncs until there is nothing more. */
  sync(): Promise<{ problems: string[]; synced: number }>;
}

const etsyBooks = z.object({
  receipts: z.array(
    z.object({
      receipt_id: z.number(),
      created: z.number(),
      gross: z.number(),
      transactions: z.array(z.object({ quantity: z.number() })),
      refunds: z.array(z.object({ amount: z.number() })),
    }),
  ),
});
const gumroadBooks = z.object({
  sales: z.array(
    z.object({
      id: z.string(),
      created_at: z.string(),
      usd_cents: z.number(),
      fee_usd_cents: z.number(),
      quantity: z.number(),
      refunds: z.array(z.object({ usd_cents: z.number() })),
    }),
  ),
});

export async function readEtsy(shop: Shop) {
  return etsyBooks.parse(await shop.markets.doors.etsy("GET", "books")).receipts;
}

export async function readGumroad(shop: Shop) {
  return gumroadBooks.parse(await shop.markets.doors.gumroad("GET", "books")).sales;
}

/** Units and gross by platform and UTC day, as the platforms' own books have them: "1 2026-11-24" to [units, gross]. */
export async function booksByDay(shop: Shop): Promise<Map<string, [number, number]>> {
  const days = new Map<string, [number, number]>();
  const add = (platform: number, day: string, units: number, gross: number) => {
    const [u, g] = days.get(`${platform} ${day}`) ?? [0, 0];
    days.set(`${platform} ${day}`, [u + units, g + gross]);
  };
  for (const { created, gross, transactions } of await readEtsy(shop)) {
    const units = transactions.reduce((sum, { quantity }) => sum + quantity, 0);
    add(1, new Date(created * 1000).toISOString().slice(0, 10), units, gross);
  }
  for (const { created_at, usd_cents, quantity } of await readGumroad(shop))
    add(2, created_at.slice(0, 10), quantity, usd_cents);
  return days;
}
