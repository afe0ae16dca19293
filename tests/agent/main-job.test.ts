import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { autoList } from "@/lib/agent/auto-list";
import { seedManual, type TestApp, testApp } from "../support/app";
import { opener } from "../support/database";
import { connect, type Markets, openMarkets } from "../support/markets";

const listingRow = z.object({
  platform_id: z.number(),
  status: z.string(),
  url: z.string().nullable(),
  message: z.string().nullable(),
});

describe("the main job", () => {
  const open = opener("pg");
  let markets: Markets;
  let app: TestApp;
  let statements = 0;

  beforeAll(async () => {
    markets = await openMarkets();
    const { db } = await open({
      onStatement: () => {
        statements += 1;
      },
    });
    app = await testApp(db, markets.origins);
    await connect(app, markets);
  });
  afterAll(async () => {
    app.remove();
    await markets.close();
  });

  it("lists every manual once on both platforms, published with file, pictures and price, and reads it back", async () => {
    for (const title of ["Sourdough Tables", "Sailing Knots", "Wheel Building"]) await seedManual(app, title);
    statements = 0;
    const result = await autoList(app, new Date(Date.now() + 20_000), async () => {});
    const all = rows(
      await app.db.execute(
        sql`select platform_id, status, platform_url as url, error_message as message from platform_listings order by id`,
      ),
      listingRow,
    );
    expect(all.map(({ status, message }) => `${status} ${message ?? ""}`)).toEqual(Array(6).fill("listed "));
    expect(result.counts.listed).toBe(6);
    const etsy = await markets.etsyBooks();
    expect(etsy.listings.map(({ state, files, images }) => [state, files.length, images.length])).toEqual(
      Array(3).fill(["active", 1, 1]),
    );
    expect(etsy.violations).toEqual([]);
    const gumroad = await markets.gumroadBooks();
    expect(gumroad.products.map(({ published, files }) => [published, files.length])).toEqual(
      Array(3).fill([true, 1]),
    );
    console.log("statements", statements);
  });

  it("does nothing more when nothing is due", async () => {
    statements = 0;
    await autoList(app, new Date(Date.now() + 20_000), async () => {});
    expect(statements).toBeLessThanOrEqual(10);
    expect((await markets.etsyBooks()).listings).toHaveLength(3);
  });
});
