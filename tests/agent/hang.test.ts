import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runTask } from "@/lib/agent/tasks";
import { openShop, type Shop } from "../revenue/shop";
import { opener } from "../support/database";

/** Workers of one platform: as many calls of it may hang at the same time. */
const WORKERS = 2;
const manuals = ["Saws", "Bees", "Ovens", "Pumps", "Lathes", "Boats"];

describe("a platform that hangs", () => {
  const open = opener("pg");
  let shop: Shop;
  /** Etsy's calls that were given up. */
  let silent: string[];
  /** So many of them when Gumroad was asked for its sales. */
  let before: number | null;

  beforeEach(async () => {
    shop = await openShop(open, ["Knots"]);
    silent = [];
    before = null;
    shop.stage.network = (next) => (url, init) => {
      if (!url.startsWith(shop.markets.origins.etsy)) {
        if (url.includes("/v2/sales")) before ??= silent.length;
        return next(url, init);
      }
      return new Promise((_, fail) =>
        init.signal?.addEventListener("abort", () => {
          silent.push(`${init.method} ${url}`);
          fail(new Error("silence"));
        }),
      );
    };
  });
  afterEach(() => shop.close());

  it("is waited for once by each of its workers, and the others' sales are read then", async () => {
    for (const title of manuals) await shop.stage.manual(title);
    await shop.markets.doors.gumroad("POST", "sale", { product_id: shop.gumroadIds[0] });
    const { counts, more } = await runTask(shop.app, "run-agent");
    expect([counts.listed, counts.synced, more]).toEqual([manuals.length, 1, true]);
    expect(before, silent.join("\n")).toBe(WORKERS);
  }, 60_000);
});
