import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gumroad } from "@/lib/platforms/gumroad/index";
import { type Market, openMarket } from "./gumroad-market";
import { errorOf } from "./gumroad-script";
import { planOf, sessionOf } from "./gumroad-session";

let market: Market;

beforeEach(async () => {
  market = await openMarket("real");
});

afterEach(() => market.close());

describe("the throttle of new products", () => {
  it("is met at the eleventh in a minute, and the named moment is late enough", async () => {
    const session = sessionOf({ origin: market.url, token: await market.token() });
    const create = (n: number) => gumroad.listing.create(session, planOf({ key: `t${n}-p2` }));
    // A minute that ends in between lets ten more through.
    let error = null;
    for (let n = 0; n < 21 && error === null; n += 1) {
      error = await create(n).then(
        () => null,
        () => errorOf(create(n)),
      );
    }
    expect(error?.kind).toBe("rate_limited");
    const wait = (error?.details.retryAt?.getTime() ?? 0) - Date.now();
    await market.control("POST", "clock", { advance_ms: Math.ceil(wait) });
    await expect(create(99)).resolves.toMatchObject({ remoteId: expect.any(String) });
  });

  it("is never met by who keeps to the budget of the adapter", () => {
    const { windows } = gumroad.budget.create ?? { windows: [] };
    expect(windows.map(({ seconds, limit }) => [limit, seconds])).toEqual([
      [10, 60],
      [20, 64],
      [30, 512],
      [40, 4096],
      [50, 32_768],
    ]);
  });

  it("and the daily number end the batch until tomorrow", async () => {
    await market.control("POST", "set", { daily_cap: 2 });
    const session = sessionOf({ origin: market.url, token: await market.token() });
    for (const key of ["d1-p2", "d2-p2"]) await gumroad.listing.create(session, planOf({ key }));
    const error = await errorOf(gumroad.listing.create(session, planOf({ key: "d3-p2" })));
    expect(error.kind).toBe("rate_limited");
    expect(error.details.words).toContain("products per day");
    expect((error.details.retryAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(86_000_000);
  });
});
