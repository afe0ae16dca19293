import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gumroad } from "@/lib/platforms/gumroad/index";
import { listIt } from "./gumroad-engine";
import { illustrated, type Market, openMarket } from "./gumroad-market";
import { errorOf } from "./gumroad-script";
import { pdf, planOf, sessionOf } from "./gumroad-session";

let market: Market;
let token: string;

beforeAll(async () => {
  market = await openMarket();
  token = await market.token();
});

afterAll(() => market.close());

describe("the life of a listing", () => {
  it("ends on sale with our bytes behind the buyer's page, in the fewest calls", async () => {
    const { plan, session, called, covers, thumbnail } = await illustrated(market, token, "m1-p2-life");
    const { kinds, remoteId } = await listIt(session, plan);
    expect(kinds).toEqual([]);

    const product = (await market.books()).products.find(({ id }) => id === remoteId);
    expect(product).toMatchObject({
      name: plan.title,
      price: 900,
      currency: "usd",
      custom_permalink: "boiler-xr200-m1-p2-life",
      published: true,
      deleted: false,
      files: [{ name: pdf.file.name, size: pdf.file.size, sha256: pdf.file.sha256 }],
    });
    expect(product?.buyer_page).toEqual([product?.files[0]?.id]);
    expect(product?.covers.map(({ sha256 }) => sha256)).toEqual(covers.map(({ file }) => file.sha256));
    expect(product?.thumbnail?.sha256).toBe(thumbnail.file.sha256);

    const api = called.filter((call) => call.includes(`${market.url}/v2/`));
    expect(api).toHaveLength(7 + 2 * 3);
    expect(called.length - api.length).toBe(1 + 3);
  });

  it("asks for nothing again when every step is repeated", async () => {
    const { plan, session, called } = await illustrated(market, token, "m5-p2-twice");
    const { remoteId } = await listIt(session, plan);
    called.length = 0;
    const job = { plan, remoteId, notes: {}, fresh: false, note: async () => {} };
    await gumroad.listing.upload(session, job);
    await gumroad.listing.enrich(session, job);
    expect(called.map((call) => call.split(" ")[0])).toEqual(["GET", "GET"]);
  });
});

describe("connecting", () => {
  it("learns the seller's name and currency", async () => {
    if (gumroad.access.kind !== "token") throw new Error("expected a token");
    const account = await gumroad.access.verify(sessionOf({ origin: market.url, token }));
    expect(account).toMatchObject({ name: expect.stringMatching(/./), currency: "USD" });
  });
});

describe("finding", () => {
  it("looks through every page and matches our key only", async () => {
    const session = sessionOf({ origin: market.url, token });
    const wanted = planOf({ key: "m6-p2-find" });
    const { remoteId } = await gumroad.listing.create(session, wanted);
    for (let n = 0; n < 25; n += 1) {
      await gumroad.listing.create(session, planOf({ key: `m6-p2-find-${n}`, slug: `other-${n}` }));
    }
    const found = await gumroad.listing.find(session, wanted, new Date());
    expect(found).toEqual([{ remoteId, certain: true, title: wanted.title, url: null }]);
    const renamed = planOf({ key: "m6-p2-find", slug: "new-title" });
    expect((await gumroad.listing.find(session, renamed, new Date())).map((one) => one.remoteId)).toEqual([
      remoteId,
    ]);
    expect(await gumroad.listing.find(session, planOf({ key: "m6-p2-none" }), new Date())).toEqual([]);
  });

  it("is what a second create with the same key leads to", async () => {
    const session = sessionOf({ origin: market.url, token });
    const plan = planOf({ key: "m7-p2-same" });
    await gumroad.listing.create(session, plan);
    expect((await errorOf(gumroad.listing.create(session, plan))).kind).toBe("uncertain");
  });
});

describe("a removed draft", () => {
  it("is gone, and its key can be used again", async () => {
    const session = sessionOf({ origin: market.url, token });
    const plan = planOf({ key: "m8-p2-gone" });
    const { remoteId } = await gumroad.listing.create(session, plan);
    await gumroad.listing.removeDraft(session, remoteId);
    await gumroad.listing.removeDraft(session, remoteId);
    expect(await gumroad.listing.read(session, remoteId, plan)).toMatchObject({ state: "gone" });
    expect(await gumroad.listing.find(session, plan, new Date())).toEqual([]);
    expect((await gumroad.listing.create(session, plan)).remoteId).not.toBe(remoteId);
  });
});

describe("what the seller has to mend", () => {
  it.each([
    ["no_payout_method", "needs_human"],
    ["unconfirmed_email", "needs_human"],
    ["offer_code_below_minimum", "refused"],
  ])("%s stops publishing: %s", async (name, kind) => {
    const session = sessionOf({ origin: market.url, token });
    const { remoteId } = await gumroad.listing.create(
      session,
      planOf({ key: `m9-${name.slice(0, 5).replace("_", "")}` }),
    );
    await market.control("POST", "set", { [name]: true });
    try {
      expect((await errorOf(gumroad.listing.publish(session, remoteId, planOf()))).kind).toBe(kind);
    } finally {
      await market.control("POST", "set", { [name]: false });
    }
    expect((await gumroad.listing.read(session, remoteId, planOf()))?.state).toBe("draft");
  });

  it.each([
    ["reject", "refused", "description"],
    ["unavailable", "unreachable", undefined],
  ])("moderation that says %s: %s", async (moderation, kind, field) => {
    const session = sessionOf({ origin: market.url, token });
    const { remoteId } = await gumroad.listing.create(session, planOf({ key: `m10-${moderation}` }));
    await market.control("POST", "set", { moderation });
    const error = await errorOf(gumroad.listing.publish(session, remoteId, planOf()));
    await market.control("POST", "set", { moderation: "pass" });
    expect({ kind: error.kind, field: error.details.field }).toEqual({ kind, field });
  });

  it.each([["a price below the minimum in won", { price: { amount: 1109, currency: "KRW" } }, "price"]])(
    "%s is refused with the field",
    async (_what, changes, field) => {
      const session = sessionOf({ origin: market.url, token });
      const error = await errorOf(gumroad.listing.create(session, planOf({ key: "m11-p2-bad", ...changes })));
      expect({ kind: error.kind, field: error.details.field }).toEqual({ kind: "refused", field });
      expect(await gumroad.listing.find(session, planOf({ key: "m11-p2-bad" }), new Date())).toEqual([]);
    },
  );

  it("a revoked token and one that may not create", async () => {
    const unknown = sessionOf({ origin: market.url, token: "unknown-token-unknown" });
    expect((await errorOf(gumroad.listing.read(unknown, "x", planOf()))).kind).toBe("auth_expired");
    const poor = sessionOf({ origin: market.url, token: await market.token(["view_sales"]) });
    const error = await errorOf(gumroad.listing.create(poor, planOf({ key: "m12-p2-poor" })));
    expect(error.kind).toBe("auth_expired");
    expect(error.message).toContain("edit_products");
  });
});

describe("the smallest price of each currency", () => {
  it.each(Object.entries(gumroad.limits.minPrice))(
    "%s %i is taken and comes back equal",
    async (currency, amount) => {
      const session = sessionOf({ origin: market.url, token });
      const plan = planOf({ key: `m13-p2-${currency.toLowerCase()}`, price: { amount, currency } });
      const { remoteId } = await gumroad.listing.create(session, plan);
      expect((await gumroad.listing.read(session, remoteId, plan))?.price).toEqual({ amount, currency });
    },
  );
});
