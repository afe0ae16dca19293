import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShop, SHOP, type Shop } from "./shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const offering = { price: 7.5, quantity: 10, is_enabled: true, readiness_state_id: null };
const inventory = (changes: object = {}, offeringChanges: object = {}) => ({
  products: [
    { sku: "MAN-0042", property_values: [], offerings: [{ ...offering, ...offeringChanges }], ...changes },
  ],
  ...{ price_on_property: [], quantity_on_property: [], sku_on_property: [] },
});
const put = (listing: number, json: unknown) => shop.api("PUT", `/listings/${listing}/inventory`, { json });

describe("10. updateListingInventory", () => {
  test("10. updateListingInventory sets price, quantity and SKU, and GET shows Money", async () => {
    const listing = await shop.draft();
    expect((await put(listing, inventory())).status).toBe(200);
    const money = { amount: 750, divisor: 100, currency_code: "USD" };
    expect((await shop.api("GET", `/listings/${listing}/inventory`)).body).toMatchObject({
      products: [
        {
          ...{ sku: "MAN-0042", is_deleted: false, property_values: [] },
          offerings: [{ price: money, quantity: 10, is_enabled: true, readiness_state_id: null }],
        },
      ],
    });
    expect((await shop.listing(listing)).body).toMatchObject({
      price: money,
      quantity: 10,
      skus: ["MAN-0042"],
    });
    const shown = await shop.api("GET", `/listings/${listing}/inventory`, { token: null });
    expect(shown.status).toBe(401);
  });

  test("10. updateListingInventory refuses what GET adds, in Etsy's words", async () => {
    const listing = await shop.draft();
    for (const body of [
      inventory({ product_id: 5 }),
      inventory({ is_deleted: false }),
      inventory({}, { offering_id: 7 }),
      { ...inventory(), listing_id: 1 },
    ]) {
      expect(await put(listing, body)).toMatchObject({
        status: 400,
        body: { error: "Array contains invalid keys" },
      });
    }
  });

  test("10. updateListingInventory demands the readiness_state_id key and a decimal price", async () => {
    const listing = await shop.draft();
    const { readiness_state_id: _, ...without } = offering;
    expect((await put(listing, inventory({ offerings: [without] }))).status).toBe(400);
    const money = { amount: 750, divisor: 100, currency_code: "USD" };
    expect((await put(listing, inventory({}, { price: money }))).status).toBe(400);
    expect((await put(listing, inventory({}, { price: 0.1 }))).status).toBe(400);
  });

  test("10. updateListingInventory takes JSON only", async () => {
    const listing = await shop.draft();
    const reply = await shop.api("PUT", `/listings/${listing}/inventory`, { form: { products: "[]" } });
    expect(reply.status).toBe(400);
  });

  test("10. updateListingInventory: digital listings have no variations, active ones no quantity 0", async () => {
    const listing = await shop.publish();
    const size = { property_id: 100, value_ids: [1], values: ["A4"] };
    expect((await put(listing, inventory({ property_values: [size] }))).status).toBe(400);
    expect((await put(listing, inventory({}, { quantity: 0 }))).status).toBe(400);
    expect((await put(listing, inventory({}, { quantity: 1 }))).status).toBe(200);
  });

  test("10. the batch read is 404 for all when one id is missing", async () => {
    const [one, two] = [await shop.draft(), await shop.draft()];
    const good = await shop.api("GET", `/listings/batch/inventory?listing_ids=${one},${two}`);
    expect(good).toMatchObject({ status: 200, body: { count: 2 } });
    expect((await shop.api("GET", `/listings/batch/inventory?listing_ids=${one},999`)).status).toBe(404);
  });
});

describe("11. deleteListing", () => {
  test("11. deleteListing answers 204 and the listing is gone; it needs listings_d", async () => {
    const listing = await shop.draft();
    const { access_token: token } = await shop.newToken({ scopes: ["listings_r", "listings_w"] });
    expect((await shop.api("DELETE", `/listings/${listing}`, { token })).status).toBe(403);
    expect(await shop.api("DELETE", `/listings/${listing}`)).toMatchObject({ status: 204, body: "" });
    expect((await shop.listing(listing)).status).toBe(404);
    expect((await shop.api("DELETE", `/listings/${listing}`)).status).toBe(404);
  });
});

describe("12. reading listings", () => {
  const list = async (query: string) => {
    const reply = await shop.api("GET", `/shops/${SHOP}/listings?${query}`);
    const { count, results } = Object(reply.body);
    return {
      count,
      ids: results?.map((one: object) => Object(one).listing_id),
      status: reply.status,
      results,
    };
  };

  test("12. getListingsByShop shows active ones by default and drafts only when asked", async () => {
    const [draft, active] = [await shop.draft(), await shop.publish()];
    const shown = await list("limit=100");
    expect(shown.ids).toContain(active);
    expect(shown.ids).not.toContain(draft);
    const drafts = await list("state=draft&limit=100");
    expect(drafts.ids).toContain(draft);
    expect(drafts.ids).not.toContain(active);
    expect(shown.results[0]).toMatchObject({ views: 0, skus: expect.any(Array) });
    const more = await list("state=draft&includes=Images,Inventory");
    expect(more.results[0]).toMatchObject({ images: [], inventory: { products: [{ sku: "" }] } });
  });

  test("12. getListingsByShop pages by 25 up to 100, newest first, offset up to 12,000", async () => {
    const made: number[] = [];
    for (let n = 0; n < 30; n++) made.unshift(await shop.draft());
    const first = await list("state=draft");
    expect(first.ids).toEqual(made.slice(0, 25));
    const second = await list("state=draft&offset=25&limit=5");
    expect(second.ids).toEqual(made.slice(25, 30));
    expect(second.count).toBe(first.count);
    for (const query of ["limit=101", "limit=0", "offset=12001", "offset=-1", "state=sold"]) {
      expect((await list(query)).status, query).toBe(400);
    }
    expect((await list("offset=12000")).status).toBe(200);
  });

  test("12. a new draft shows in lists only after the lag, by its id at once", async () => {
    await shop.set({ list_lag_ms: 60_000 });
    const listing = await shop.draft();
    expect((await list("state=draft")).ids).not.toContain(listing);
    expect((await shop.listing(listing)).status).toBe(200);
    await shop.advance(60_000);
    expect((await list("state=draft")).ids).toContain(listing);
    await shop.set({ list_lag_ms: 0 });
  });

  test("12. getListing is public for active listings only, and SKUs are for the owner", async () => {
    const [draft, active] = [await shop.draft(), await shop.publish()];
    await put(active, inventory());
    const stranger = { token: null };
    expect((await shop.api("GET", `/listings/${draft}`, stranger)).status).toBe(404);
    expect((await shop.api("GET", `/listings/${active}`, stranger)).body).toMatchObject({ skus: [] });
    const mine = await shop.api("GET", `/listings/${active}?includes=Images`);
    expect(mine.body).toMatchObject({ skus: ["MAN-0042"], images: [{ rank: 1 }] });
    expect((await shop.api("GET", `/listings/${active}?includes=Inventory`)).status).toBe(400);
    const batch = await shop.api("GET", `/listings/batch?listing_ids=${draft},${active}`, stranger);
    expect(batch.body).toMatchObject({ count: 1, results: [{ listing_id: active }] });
  });

  test("12. the public page exists for active listings only", async () => {
    const [draft, active] = [
      await shop.draft(),
      await shop.publish({ title: "Pumps & <Valves>".replace(/[<>]/g, "") }),
    ];
    expect((await fetch(`${shop.url}/listing/${draft}`)).status).toBe(404);
    const page = await (await fetch(`${shop.url}/listing/${active}`)).text();
    expect(page).toContain("<h1>Pumps &amp; Valves</h1>");
    expect(page).toContain("12.99 USD");
  });

  test("12. the shop, its user's shop and the taxonomy are read with the key alone", async () => {
    const mine = { shop_id: SHOP, shop_name: "NorthlightManuals", currency_code: "USD" };
    expect((await shop.api("GET", `/shops/${SHOP}`, { token: null })).body).toMatchObject(mine);
    expect((await shop.api("GET", "/users/71234567/shops", { token: null })).body).toMatchObject(mine);
    const { body } = await shop.api("GET", "/seller-taxonomy/nodes", { token: null });
    const paths: string[] = [];
    const walk = (node: unknown, above: string) => {
      const { name, children } = Object(node);
      paths.push(`${above}${name}`);
      for (const child of children) walk(child, `${above}${name} > `);
    };
    for (const root of Object(body).results) walk(root, "");
    expect(paths.filter((path) => path === "Books, Movies & Music > Books > Guides & How Tos")).toHaveLength(
      1,
    );
    expect(paths.filter((path) => path.endsWith("Guides & How Tos"))).toHaveLength(1);
  });
});
