import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as limits from "@/tests/sandbox/etsy/limits";
import { FORM, openShop, SHOP, type Shop } from "./shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const IMAGES_TOO_SHORT = [
  { path: "/images", type: "array_too_short", message: "cannot be less than 1 items" },
];
const BAD_TITLE = [{ path: "/title/1", type: "invalid_characters", message: "contains invalid characters" }];

describe("5. createDraftListing", () => {
  test("5. createDraftListing answers 201 with a draft, its type, a Money price and no views", async () => {
    const reply = await shop.create({ tags: "boiler,service manual" });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      ...{ state: "draft", listing_type: "download", shop_id: SHOP, quantity: 999, has_variations: false },
      price: { amount: 1299, divisor: 100, currency_code: "USD" },
      tags: ["boiler", "service manual"],
      url: expect.stringContaining(`${shop.url}/listing/`),
    });
    expect(reply.body).not.toHaveProperty("views");
  });

  test("5. createDraftListing costs nothing", async () => {
    await shop.create();
    expect(await shop.control("GET", "books")).toMatchObject({ ledger: [], publications: [] });
  });

  test("5. createDraftListing refuses JSON and each missing required field", async () => {
    expect((await shop.api("POST", `/shops/${SHOP}/listings`, { json: FORM })).status).toBe(400);
    for (const name of [
      "quantity",
      "title",
      "description",
      "price",
      "who_made",
      "when_made",
      "taxonomy_id",
    ]) {
      const form = new URLSearchParams(FORM);
      form.delete(name);
      const reply = await shop.api("POST", `/shops/${SHOP}/listings`, { form });
      expect(reply.status, name).toBe(400);
    }
  });

  test("5. createDraftListing without is_supply complains about images", async () => {
    const form = new URLSearchParams(FORM);
    form.delete("is_supply");
    const reply = await shop.api("POST", `/shops/${SHOP}/listings`, { form });
    expect(reply).toMatchObject({ status: 400, body: IMAGES_TOO_SHORT });
  });

  test("5. createDraftListing in a shop that is not set up complains about images", async () => {
    await shop.set({ shop_incomplete: true });
    expect(await shop.create()).toMatchObject({ status: 400, body: IMAGES_TOO_SHORT });
    await shop.set({ shop_incomplete: false });
  });

  test.each([
    ["Price $5 list"],
    ["A ^ B"],
    ["Code `x`"],
    ["Great 😀 manual"],
    ["Line\nbreak"],
    ["Tab\there"],
    ["Repair & Service & More"],
    ["A: B: C"],
    ["50% to 70%"],
    ["A + B + C"],
  ])("5. createDraftListing refuses the title %j", async (title) => {
    expect(await shop.create({ title })).toMatchObject({ status: 400, body: BAD_TITLE });
  });

  test("5. createDraftListing takes each of % : & + once, and ™ © ®", async () => {
    const title = "Pump™ & Valve: 100% + Café (© 2026) — Größe ≤ 5®";
    expect(await shop.create({ title })).toMatchObject({ status: 201, body: { title } });
  });

  test("5. createDraftListing checks enums, the range of this year included", async () => {
    for (const when_made of ["2020_2025", "2020_2027", "yesterday"]) {
      expect((await shop.create({ when_made })).status, when_made).toBe(400);
    }
    expect((await shop.create({ who_made: "me" })).status).toBe(400);
    expect((await shop.create({ type: "digital" })).status).toBe(400);
    expect((await shop.create({ is_supply: "no" })).status).toBe(400);
  });

  test("5. createDraftListing refuses bad and duplicate tags in Etsy's words", async () => {
    const duplicate = await shop.create({ tags: "pump,Pump" });
    expect(duplicate).toMatchObject({
      status: 400,
      body: { error: "There was a problem with /tags : You may not have duplicate tags." },
    });
    for (const tags of ["pump!", "a.b", "50%", "-pump"]) {
      expect(await shop.create({ tags })).toMatchObject({
        status: 400,
        body: { error: "There was a problem with /tags : contains invalid character" },
      });
    }
  });

  test("5. createDraftListing keeps only the last of repeated keys, with 201", async () => {
    const form = new URLSearchParams(FORM);
    for (const tag of ["one", "two", "three"]) form.append("tags", tag);
    const repeated = await shop.api("POST", `/shops/${SHOP}/listings`, { form });
    expect(repeated).toMatchObject({ status: 201, body: { tags: ["three"] } });
    const brackets = await shop.create({ "tags[]": "one" });
    expect(brackets).toMatchObject({ status: 201, body: { tags: [] } });
  });

  test("5. createDraftListing takes a price in major units, from 0.20 on", async () => {
    expect(await shop.create({ price: "0.20" })).toMatchObject({
      status: 201,
      body: { price: { amount: 20 } },
    });
    expect(await shop.create({ price: "1299" })).toMatchObject({
      status: 201,
      body: { price: { amount: 129_900 } },
    });
    expect(await shop.create({ price: "0.19" })).toMatchObject({
      status: 400,
      body: { error: "There was a problem with /price : must be above min price $0.20 USD" },
    });
  });

  test("5. createDraftListing as physical, also by default, demands a shipping profile", async () => {
    expect((await shop.create({ type: "physical" })).status).toBe(400);
    const form = new URLSearchParams(FORM);
    form.delete("type");
    expect((await shop.api("POST", `/shops/${SHOP}/listings`, { form })).status).toBe(400);
    const reply = await shop.create({ type: "physical", shipping_profile_id: "5" });
    expect(reply).toMatchObject({ status: 201, body: { listing_type: "physical", shipping_profile_id: 5 } });
  });

  test("5. createDraftListing ignores state, sku and unknown fields without a word", async () => {
    const reply = await shop.create({ state: "active", sku: "MAN-1", nonsense: "1" });
    expect(reply).toMatchObject({ status: 201, body: { state: "draft" } });
    expect(reply.body).not.toHaveProperty("nonsense");
  });
});

describe("6. limits outside the official document", () => {
  test("6. the named limits are those of the reference", () => {
    expect(limits).toMatchObject({
      ...{ TITLE_MAX: 140, TAGS_MAX: 13, TAG_LENGTH_MAX: 20, FILES_MAX: 5, IMAGES_MAX: 20 },
      ...{ FILE_BYTES_MAX: 20_000_000, PRICE_MIN_MINOR: 20, LISTING_FEE_MINOR: 20, OFFSET_MAX: 12_000 },
    });
  });

  test("6. a title has at most 140 characters", async () => {
    expect((await shop.create({ title: "a".repeat(140) })).status).toBe(201);
    expect((await shop.create({ title: "a".repeat(141) })).status).toBe(400);
    expect((await shop.create({ title: "" })).status).toBe(400);
  });

  test("6. there are at most 13 tags of at most 20 characters", async () => {
    const tags = Array.from({ length: 13 }, (_, n) => `tag number ${n}`);
    expect((await shop.create({ tags: tags.join(",") })).status).toBe(201);
    expect((await shop.create({ tags: [...tags, "one more"].join(",") })).status).toBe(400);
    expect((await shop.create({ tags: "x".repeat(20) })).status).toBe(201);
    expect((await shop.create({ tags: "x".repeat(21) })).status).toBe(400);
  });

  test("6. a quantity is 1 to 999", async () => {
    expect((await shop.create({ quantity: "1" })).status).toBe(201);
    for (const quantity of ["0", "1000", "-1", "two"]) {
      expect((await shop.create({ quantity })).status, quantity).toBe(400);
    }
  });
});
