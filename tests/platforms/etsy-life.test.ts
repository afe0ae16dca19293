import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { etsy } from "@/lib/platforms/etsy";
import type { ListingStep } from "@/lib/platforms/platform";
import { connect, hasDocument, type Market, openMarket } from "./etsy-market";
import { failureOf, makeJob, makePlan } from "./etsy-support";

let market: Market;
beforeEach(async () => {
  market = await openMarket();
});
afterEach(() => market.close());

const plan = makePlan();
const { listing } = etsy;

describe("the life of a listing", () => {
  test("from nothing to live, with the calls that the table says and no others", async () => {
    const session = await connect(market);
    const spent: Partial<Record<ListingStep, number>> = {};
    const counted = async <T>(step: ListingStep, act: () => Promise<T>): Promise<T> => {
      await market.control("DELETE", "calls");
      const result = await act();
      spent[step] = (await market.calls()).total;
      return result;
    };
    const { remoteId } = await counted("create", () => listing.create(session, plan));
    const job = makeJob(plan, remoteId);
    await counted("upload", () => listing.upload(session, job));
    await counted("enrich", () => listing.enrich(session, job));
    await counted("publish", async () => {
      expect(await listing.strays?.(session, plan, remoteId)).toEqual([]);
      expect((await listing.read(session, remoteId, plan))?.state).toBe("draft");
      await listing.publish(session, remoteId, plan);
    });
    const live = await counted("verify", () => listing.read(session, remoteId, plan));

    expect(live).toEqual({
      remoteId,
      state: "live",
      url: expect.stringContaining(`/listing/${remoteId}`),
      title: plan.title,
      price: plan.price,
      files: [{ name: plan.file.name, size: plan.file.size }],
      imageCount: 3,
    });
    for (const step of ["create", "upload", "enrich", "publish", "verify"] as const) {
      expect([step, spent[step]]).toEqual([step, listing.need(step, plan).all]);
    }
    const books = await market.books();
    expect(books.listings.map(({ state, skus }) => [state, skus])).toEqual([["active", [plan.key]]]);
    expect(books.listings[0]?.images.map((image) => image.alt_text)).toEqual(
      plan.images.map((image) => image.alt),
    );
    expect(books.publications).toBe(1);
    expect(books.ignored).toEqual([]);
  });

  test.runIf(hasDocument)("keeps to Etsy's own document in every call", async () => {
    const session = await connect(market);
    const { remoteId } = await listing.create(session, plan);
    const other = await listing.create(session, plan);
    await listing.upload(session, makeJob(plan, remoteId));
    await listing.upload(session, makeJob(plan, remoteId, false));
    await listing.enrich(session, makeJob(plan, remoteId));
    await listing.find(session, plan, new Date());
    await listing.strays?.(session, plan, remoteId);
    await listing.read(session, remoteId, plan);
    await listing.publish(session, remoteId, plan);
    await listing.removeDraft(session, other.remoteId).catch(() => undefined);
    expect((await market.books()).violations).toEqual([]);
  });
});

describe("finding", () => {
  test("a draft whose answer was lost is found by its marker, and nothing else is", async () => {
    const session = await connect(market);
    await listing.create(session, makePlan({ key: "m42-p1-g10" }));
    await market.control("POST", "faults", {
      match: { method: "POST", path: "/listings$" },
      kind: "error_after",
    });
    expect((await failureOf(listing.create(session, plan))).kind).toBe("uncertain");
    const found = await listing.find(session, plan, new Date());
    expect(found.map(({ certain, title }) => [certain, title])).toEqual([[true, plan.title]]);
  });

  test("a listing that is live already is found as well", async () => {
    const session = await connect(market);
    const { remoteId } = await listing.create(session, plan);
    await listing.upload(session, makeJob(plan, remoteId));
    await listing.publish(session, remoteId, plan);
    const found = await listing.find(session, plan, new Date());
    expect(found.map(({ remoteId: id, certain }) => [id, certain])).toEqual([[remoteId, true]]);
    expect(await listing.strays?.(session, plan, "1")).toEqual([]);
  });

  test("drafts beyond the first page are found, though pages repeat items", async () => {
    const session = await connect(market);
    const { remoteId } = await listing.create(session, plan);
    for (let index = 0; index < 101; index += 1) {
      await listing.create(session, makePlan({ key: `m${index}-p2-g1`, images: [] }));
    }
    await market.control("POST", "set", { duplicate_page_items: true });
    const found = await listing.find(session, plan, new Date());
    expect(found.map((entry) => entry.remoteId)).toEqual([remoteId]);
  });

  test("a second draft is a stray, and is removed", async () => {
    const session = await connect(market, { credentials: await market.token({ scopes: withDelete }) });
    const { remoteId } = await listing.create(session, plan);
    const stray = await listing.create(session, plan);
    await listing.upload(session, makeJob(plan, remoteId));
    expect(await listing.strays?.(session, plan, remoteId)).toEqual([stray.remoteId]);
    await listing.removeDraft(session, stray.remoteId);
    await listing.removeDraft(session, stray.remoteId);
    expect(await listing.strays?.(session, plan, remoteId)).toEqual([]);
    expect(await listing.read(session, stray.remoteId, plan)).toBeNull();
  });

  test("without the right to delete the stray is left, and the connection is not called broken", async () => {
    const session = await connect(market, { credentials: await market.token({ scopes: withoutDelete }) });
    const { remoteId } = await listing.create(session, plan);
    expect((await failureOf(listing.removeDraft(session, remoteId))).kind).toBe("refused");
    expect((await market.books()).listings).toHaveLength(1);
  });

  test("a live listing is never removed", async () => {
    const session = await connect(market, { credentials: await market.token({ scopes: withDelete }) });
    const { remoteId } = await listing.create(session, plan);
    await listing.upload(session, makeJob(plan, remoteId));
    await listing.publish(session, remoteId, plan);
    expect((await failureOf(listing.removeDraft(session, remoteId))).kind).toBe("refused");
    expect((await listing.read(session, remoteId, plan))?.state).toBe("live");
  });
});

const withoutDelete = ["listings_r", "listings_w", "shops_r", "transactions_r"];
const withDelete = [...withoutDelete, "listings_d"];

describe("what Etsy refuses", () => {
  test.each([
    ["title", { title: "Repair: A & B: C" }],
    ["tags", { tags: ["pdf", "pdf"] }],
    ["price", { price: { amount: 1, currency: "USD" } }],
  ])("names the %s", async (field, over) => {
    const session = await connect(market);
    const error = await failureOf(listing.create(session, makePlan(over)));
    expect([error.kind, error.details.field, error.details.status]).toEqual(["refused", field, 400]);
  });

  test("a listing without its file is not published, and the file is named", async () => {
    const session = await connect(market);
    const { remoteId } = await listing.create(session, plan);
    await market.control("POST", "faults", { match: { path: "/files$" }, kind: "error_before" });
    expect((await failureOf(listing.upload(session, makeJob(plan, remoteId)))).kind).toBe("uncertain");
    const error = await failureOf(listing.publish(session, remoteId, plan));
    expect([error.kind, error.details.field]).toEqual(["refused", "file"]);
  });

  test("a shop whose set-up is unfinished needs a human", async () => {
    const session = await connect(market);
    await market.control("POST", "set", { shop_incomplete: true });
    expect((await failureOf(listing.create(session, plan))).kind).toBe("needs_human");
  });

  test("a listing that Etsy has frozen needs a human", async () => {
    const session = await connect(market);
    const { remoteId } = await listing.create(session, plan);
    await listing.upload(session, makeJob(plan, remoteId));
    await market.control("POST", "listing", { listing_id: Number(remoteId), frozen: true });
    expect((await failureOf(listing.publish(session, remoteId, plan))).kind).toBe("needs_human");
  });

  test("a listing that the seller deactivated is inactive, and has no address", async () => {
    const session = await connect(market);
    const { remoteId } = await listing.create(session, plan);
    await market.control("POST", "listing", { listing_id: Number(remoteId), state: "inactive" });
    expect(await listing.read(session, remoteId, plan)).toMatchObject({ state: "inactive", url: null });
  });

  test("a deactivated listing that says edit is inactive", async () => {
    await market.control("POST", "set", { inactive_shows_as_edit: true });
    const session = await connect(market);
    const { remoteId } = await listing.create(session, plan);
    await market.control("POST", "listing", { listing_id: Number(remoteId), state: "inactive" });
    expect((await listing.read(session, remoteId, plan))?.state).toBe("inactive");
  });
});
