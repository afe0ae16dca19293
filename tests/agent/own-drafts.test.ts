import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { autoList } from "@/lib/agent/auto-list";
import { runAgent } from "@/lib/agent/run-agent";
import { freshAccess } from "@/lib/connections/access";
import { sessionFor } from "@/lib/connections/read";
import { etsy } from "@/lib/platforms/etsy";
import type { Plan } from "@/lib/platforms/platform";
import { seedManual, testApp } from "../support/app";
import { opener } from "../support/database";
import { connect, openMarkets } from "../support/markets";

const soon = () => new Date(Date.now() + 20_000);
const quiet = async () => {};

describe("drafts that a late answer left behind", () => {
  const open = opener("pg");

  it("are removed by the cycle once they are settled; the listing itself and foreign drafts stay", async () => {
    const markets = await openMarkets();
    const app = await testApp((await open()).db, markets.origins);
    await connect(app, markets, ["etsy"]);
    await seedManual(app, "Knots");
    await autoList(app, soon(), quiet);
    const [row] = rows(
      await app.db.execute(
        sql`select natural_key as key, slug, seo_title as title, description, price from platform_listings`,
      ),
      z.object({
        key: z.string(),
        slug: z.string(),
        title: z.string(),
        description: z.string(),
        price: z.number(),
      }),
    );
    if (!row) throw new Error("nothing was planned");
    const { credentials, account } = await freshAccess(app, 1);
    const session = sessionFor(app, etsy, credentials, account);
    const file = { key: "x", name: "x.pdf", size: 1, sha256: "x", mime: "application/pdf" };
    const plan: Plan = {
      ...row,
      tags: [],
      price: { amount: row.price, currency: "USD" },
      file,
      images: [],
      thumbnail: null,
      pageCount: 1,
    };
    const plans = [plan, { ...plan, key: "zzzz-99-1" }];
    for (const late of plans) await etsy.listing.create(session, late);
    expect((await markets.etsyBooks()).listings).toHaveLength(3);
    // However slow the machine: this run finds them younger than its settle time.
    const patient = { ...app, timing: { ...app.timing, settleMs: 600_000 } };
    await runAgent(patient, soon(), quiet);
    expect((await markets.etsyBooks()).listings, "not settled yet").toHaveLength(3);
    const later = { ...app, world: { ...app.world, now: () => new Date(Date.now() + 7_200_000) } };
    await runAgent(later, new Date(Date.now() + 7_230_000), quiet);
    const left = (await markets.etsyBooks()).listings;
    expect(left.map(({ state }) => state).sort()).toEqual(["active", "draft"]);
    expect(left.find(({ state }) => state === "draft")?.description).toContain("zzzz-99-1");
    app.remove();
    await markets.close();
  });
});
