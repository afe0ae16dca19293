import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runTask } from "@/lib/agent/tasks";
import { opener } from "../support/database";
import { readCalls } from "./books";
import { openStage, type Stage } from "./stage";

/** Fixed part of an idle cycle, and what each connected platform adds. */
const WHOLE = 8;
const EACH = 1;

describe("an idle cycle", () => {
  const open = opener("pg");
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(open);
    await runTask(stage.app, "run-agent");
  });
  afterAll(() => stage.close());

  it.each([100, 100_000])(
    "costs the same with %d live listings, few statements and two calls a platform",
    async (size) => {
      await grow(stage, size);
      for (const name of ["etsy", "gumroad"] as const) await stage.markets.doors[name]("DELETE", "calls");
      stage.statements = 0;
      const { more } = await runTask(stage.app, "run-agent");
      expect(more).toBe(false);
      expect(stage.statements).toBeLessThanOrEqual(WHOLE + 2 * EACH);
      expect(stage.statements).toBe(IDLE);
      for (const name of ["etsy", "gumroad"] as const)
        expect((await readCalls(stage, name)).total).toBeLessThanOrEqual(2);
    },
    60_000,
  );
});

/** Opens the run, reads the agenda, leases; for each platform budget and booking; ends the run. */
const IDLE = 4 + 2 * 2;

/** Live listings up to `size`, looked at just now. */
async function grow({ app }: Stage, size: number): Promise<void> {
  await app.db.execute(sql`
    with more as (
      insert into manuals (title, title_source, title_sure, tags, status, rights, price, currency, page_count, has_text,
        file_name, file_key, file_size, sha256, images)
      select 'Manual ' || n, 'cover', true, '[]', 'processed', 'own_work', 499, 'USD', 10, true, 'f.pdf', 'k' || n, 10, 's' || n, '{"etsy":[],"gumroad":[]}'
      from generate_series((select count(*) from manuals) + 1, ${size / 2}::int) n returning id, title
    ) insert into platform_listings (manual_id, platform_id, natural_key, slug, status, title, platform_listing_id, price,
        currency, listed_at, stats_at, checked_at)
      select m.id, p.id, 'k-' || m.id || '-' || p.id, 's', 'active', m.title, 'r' || m.id, 499, 'USD', now(), now(), now()
      from more m cross join platforms p where p.name in ('etsy', 'gumroad')`);
  await app.db.execute(sql`analyze platform_listings`);
}
