import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShop, SHOP, type Shop } from "./shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const DAY_MS = 86_400_000;

const chargesOf = async (listing: number) => {
  const { ledger } = Object(await shop.control("GET", "books"));
  return ledger
    .filter((line: object) => Object(line).reference_id === String(listing))
    .map((line: object) => [Object(line).ledger_type, Object(line).amount]);
};

describe("9. updateListing", () => {
  test("9. PATCH changes texts and tags; PUT is no operation", async () => {
    const listing = await shop.draft();
    const reply = await shop.patch(listing, { title: "A better title", tags: "one,two" });
    expect(reply).toMatchObject({ status: 200, body: { title: "A better title", tags: ["one", "two"] } });
    const put = await shop.api("PUT", `/shops/${SHOP}/listings/${listing}`, { form: { title: "x" } });
    expect(put.status).toBe(404);
  });

  test("9. price and quantity are ignored with 200", async () => {
    const listing = await shop.draft();
    const reply = await shop.patch(listing, { price: "99.00", quantity: "3" });
    expect(reply).toMatchObject({ status: 200, body: { price: { amount: 1299 }, quantity: 999 } });
  });

  test("9. one of who_made, when_made and is_supply without the others is the complaint about images", async () => {
    const listing = await shop.draft();
    const reply = await shop.patch(listing, { who_made: "i_did" });
    expect(reply).toMatchObject({ status: 400, body: [{ path: "/images", type: "array_too_short" }] });
  });

  test("9. state takes active and inactive only, and a draft cannot be deactivated", async () => {
    const listing = await shop.draft();
    expect((await shop.patch(listing, { state: "draft" })).status).toBe(400);
    expect((await shop.patch(listing, { state: "inactive" })).status).toBe(400);
    expect((await shop.listing(listing)).body).toMatchObject({ state: "draft" });
  });

  test("9. activating without a picture, then without a file, is 400, free, and leaves a draft", async () => {
    const listing = await shop.draft();
    await shop.uploadFile(listing);
    expect((await shop.patch(listing, { state: "active" })).status).toBe(400);
    const noFile = await shop.draft();
    await shop.uploadImage(noFile);
    expect(await shop.patch(noFile, { state: "active" })).toMatchObject({
      status: 400,
      body: {
        error:
          "This digital listing cannot be activated. Please upload a file or associate an existing file to download with this listing.",
      },
    });
    expect((await shop.listing(noFile)).body).toMatchObject({ state: "draft" });
    expect(await chargesOf(noFile)).toEqual([]);
  });

  test("9. publishing charges 0.20 once and runs for four months", async () => {
    const listing = await shop.publish();
    const { body } = await shop.listing(listing);
    expect(body).toMatchObject({ state: "active" });
    const created = new Date(Object(body).creation_timestamp * 1000);
    const ending = new Date(created);
    ending.setUTCMonth(created.getUTCMonth() + 4);
    expect(Object(body).ending_timestamp).toBe(ending.getTime() / 1000);
    await shop.patch(listing, { state: "active" });
    expect(await chargesOf(listing)).toEqual([["listing", -20]]);
    const { publications } = Object(await shop.control("GET", "books"));
    expect(publications.at(-1)).toMatchObject({
      ledger_type: "listing",
      amount: -20,
      reference_type: "listing",
    });
  });

  test("9. deactivating and activating again within the four months is free", async () => {
    const listing = await shop.publish();
    expect((await shop.patch(listing, { state: "inactive" })).body).toMatchObject({ state: "inactive" });
    expect((await shop.patch(listing, { state: "active" })).body).toMatchObject({ state: "active" });
    expect(await chargesOf(listing)).toEqual([["listing", -20]]);
  });

  test("9. a deactivated listing shows as edit when so switched, and still counts as inactive", async () => {
    const listing = await shop.publish();
    expect((await shop.patch(listing, { state: "inactive" })).status).toBe(200);
    await shop.set({ inactive_shows_as_edit: true });
    expect((await shop.raw("GET", `/v3/application/listings/${listing}`)).body).toMatchObject({
      state: "edit",
    });
    const list = await shop.raw("GET", `/v3/application/shops/${SHOP}/listings?state=inactive`);
    expect(Object(list.body).results.map((one: object) => Object(one).listing_id)).toContain(listing);
    await shop.set({ inactive_shows_as_edit: false });
  });

  test("9. a sold out listing comes back with quantity 1 for a fee", async () => {
    const listing = await shop.publish({ quantity: "1" });
    await shop.control("POST", "sale", { listing_id: listing });
    expect((await shop.listing(listing)).body).toMatchObject({ state: "sold_out", quantity: 0 });
    expect((await shop.patch(listing, { state: "active" })).body).toMatchObject({
      state: "active",
      quantity: 1,
    });
    expect(await chargesOf(listing)).toEqual([
      ["listing", -20],
      ["renew_sold", -20],
    ]);
  });

  test("9. a frozen or removed listing cannot be published", async () => {
    const listing = await shop.publish();
    await shop.control("POST", "listing", { listing_id: listing, state: "inactive", frozen: true });
    expect(await shop.patch(listing, { state: "active" })).toMatchObject({
      status: 400,
      body: { error: "This listing is not publishable because it's frozen" },
    });
    await shop.control("POST", "listing", { listing_id: listing, state: "removed", frozen: false });
    expect(await shop.patch(listing, { state: "active" })).toMatchObject({
      status: 400,
      body: {
        error: expect.stringMatching(
          /^Cannot activate a listing in this state: state = removed, listing_id = /,
        ),
      },
    });
  });

  test("9. after four months a listing expires, or renews for a fee when it should", async () => {
    const ends = await shop.publish();
    const renews = await shop.publish({ should_auto_renew: "true" });
    await shop.advance(124 * DAY_MS);
    expect((await shop.listing(ends)).body).toMatchObject({ state: "expired" });
    expect((await shop.listing(renews)).body).toMatchObject({ state: "active" });
    expect(await chargesOf(ends)).toEqual([["listing", -20]]);
    expect(await chargesOf(renews)).toEqual([
      ["listing", -20],
      ["auto_renew_expired", -20],
    ]);
    expect((await shop.patch(ends, { state: "active" })).status).toBe(200);
    expect(await chargesOf(ends)).toEqual([
      ["listing", -20],
      ["renew_expired", -20],
    ]);
  });
});
