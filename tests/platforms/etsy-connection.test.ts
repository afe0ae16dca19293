import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { etsy } from "@/lib/platforms/etsy";
import type { Session } from "@/lib/platforms/platform";
import { connect, type Market, openMarket } from "./etsy-market";
import { failureOf, makePlan, makeSession } from "./etsy-support";

let market: Market;
let session: Session;
beforeEach(async () => {
  market = await openMarket();
  session = await connect(market);
});
afterEach(() => market.close());

function access() {
  if (etsy.access.kind !== "token" || !etsy.access.refresh) throw new Error("Etsy's tokens run out");
  return { verify: etsy.access.verify, refresh: etsy.access.refresh };
}

test("the connection tells its shop, currency and category", () => {
  expect(session.account).toEqual({
    name: "NorthlightManuals",
    currency: "USD",
    facts: { taxonomy_id: expect.any(Number) },
  });
});

describe("a connection that is wrong", () => {
  test.each([
    ["api_key", "wrongkeystring0000000000"],
    ["api_secret", "wrongsecret"],
    ["access_token", "71234567.wrong"],
    ["access_token", "nonumber"],
    ["shop_id", "71234567"],
  ])("in its %s (%s) can be mended by a person only", async (name, value) => {
    const credentials = { ...session.credentials, [name]: value };
    const broken = makeSession({ origin: market.url, credentials });
    expect((await failureOf(access().verify(broken))).kind).toBe("auth_expired");
  });

  test("without the right to write it is found out at the first draft", async () => {
    const credentials = await market.token({ scopes: ["listings_r", "shops_r"] });
    const reader = await connect(market, { credentials });
    const error = await failureOf(etsy.listing.create(reader, makePlan()));
    expect([error.kind, error.message]).toEqual([
      "auth_expired",
      "The access token lacks a right that listing needs. Connect Etsy again.",
    ]);
  });
});

describe("an access token that ran out", () => {
  test("is renewed, and the new one works", async () => {
    await market.control("POST", "clock", { advance_ms: 3_601_000 });
    expect((await failureOf(access().verify(session))).kind).toBe("auth_expired");
    await market.control("POST", "set", { token_failures: 1 });
    const renewed = {
      ...session,
      credentials: { ...session.credentials, ...(await access().refresh.run(session)) },
    };
    expect((await access().verify(renewed)).name).toBe("NorthlightManuals");
    expect(renewed.credentials.refresh_token).not.toBe(session.credentials.refresh_token);
    expect(access().refresh.dueAt(renewed.credentials)?.getTime()).toBeGreaterThan(Date.now() + 50 * 60_000);
  });

  test("is lost for good when its refresh token was used before", async () => {
    await access().refresh.run(session);
    expect((await failureOf(access().refresh.run(session))).kind).toBe("auth_expired");
  });

  test("waits when the token endpoint fails twice", async () => {
    await market.control("POST", "set", { token_failures: 2 });
    expect((await failureOf(access().refresh.run(session))).kind).toBe("unreachable");
    expect(await access().refresh.run(session)).toMatchObject({
      access_token: expect.stringMatching(/^71234567\./),
    });
  });
});

describe("limits", () => {
  test("the eleventh call in a second comes back a second later", async () => {
    await market.control("POST", "set", { calls_per_second: 3 });
    const before = Date.now();
    const error = await failureOf(
      access()
        .verify(session)
        .then(() => access().verify(session)),
    );
    expect(error.kind).toBe("rate_limited");
    expect(error.details.retryAt?.getTime()).toBeGreaterThanOrEqual(before + 1000);
  });

  test("the session hears what the app's limits are", async () => {
    await market.control("POST", "set", { calls_per_second: 150, calls_per_day: 100_000 });
    const listener = makeSession({ origin: market.url, credentials: session.credentials });
    await access().verify(listener);
    expect(listener.seen.at(-1)).toMatchObject({ perSecond: 150, perDay: 100_000 });
    expect(listener.seen.at(-1)?.remainingToday).toBeLessThan(100_000);
  });
});
