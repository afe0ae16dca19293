import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { ETSY, shopStage } from "./fake-etsy";

const stage = shopStage();

describe("what the platform's headers say about its limits", () => {
  type Seen = { perSecond?: number; perDay?: number; remainingToday?: number };
  const learnt = async () =>
    rows(
      await stage.db.execute(
        sql`select seconds, cap, used from quotas where platform_id = ${ETSY} and bucket = 'all' order by seconds`,
      ),
      z.object({ seconds: z.number(), cap: z.number(), used: z.number() }),
    );
  /** Lists as many manuals, each told so. @returns how often it was written down. */
  async function told(...seen: Seen[]) {
    for (const id of seen.keys()) await stage.due(id + 1);
    stage.shop.create.mockImplementation(async (session, plan) => {
      session.sawLimits(seen[Number(plan.slug.slice(2)) - 1] ?? {});
      return { remoteId: `r-${plan.slug}` };
    });
    await stage.run();
    return stage.statements.filter((text) => /update quotas set\s+cap/.test(text)).length;
  }

  it("is kept a little below, and written once", async () => {
    const said = { perSecond: 6, perDay: 5_000, remainingToday: 4_000 };
    expect(await told(said, said, said)).toBe(1);
    expect(await learnt()).toEqual([
      { seconds: 0, cap: 4, used: 0 },
      { seconds: 86_400, cap: 5_000, used: 1_000 },
    ]);
  });

  it("is at least one call a second", async () => {
    expect(await told({ perSecond: 1 })).toBe(1);
    expect((await learnt())[0]?.cap).toBe(1);
  });

  it("is written again when it changes", async () => {
    expect(await told({ perSecond: 6 }, { perSecond: 3 }, { perDay: 900 })).toBe(3);
  });

  it.each<[Seen, number]>([
    [{}, 0],
    [{ remainingToday: 5 }, 0],
    [{ perDay: 1_000, remainingToday: 100 }, 1],
    [{ perDay: 1_000, remainingToday: 99 }, 2],
    [{ perDay: 1_000, remainingToday: 0 }, 2],
  ])("told twice is written again only while the day is scarce (%j: %i)", async (seen, times) => {
    expect(await told(seen, seen)).toBe(times);
  });
});
