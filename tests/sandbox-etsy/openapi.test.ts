import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkText, checkValue } from "@/tests/sandbox/etsy/schema";
import { FORM, OPENAPI, openShop, pdfParts, SHOP, type Shop } from "./shop";

const title =
  OPENAPI === undefined
    ? "against the official document (skipped: etsy.json is not at hand)"
    : "against the official document";

describe.skipIf(OPENAPI === undefined)(title, () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({ openapi: OPENAPI });
  });
  afterAll(() => shop.close());

  const books = async () => Object(await shop.control("GET", "books"));

  test("a whole publication breaks nothing", async () => {
    const listing = await shop.publish({ tags: "one,two", should_auto_renew: "false" });
    const offerings = [{ price: 5, quantity: 9, is_enabled: true, readiness_state_id: null }];
    await shop.api("PUT", `/listings/${listing}/inventory`, {
      json: { products: [{ sku: "A", offerings }] },
    });
    await shop.api("GET", `/shops/${SHOP}/listings?state=draft&limit=100`);
    await shop.api("GET", `/listings/${listing}?includes=Images`);
    expect(await books()).toMatchObject({ violations: [], ignored: [], drafts: 0 });
  });

  const breaches: [name: string, call: () => Promise<{ status: number; body: unknown }>, error: RegExp][] = [
    [
      "JSON for a form",
      () => shop.api("POST", `/shops/${SHOP}/listings`, { json: FORM }),
      /content type is "application\/json"/,
    ],
    [
      "a missing field",
      () => shop.api("POST", `/shops/${SHOP}/listings`, { form: { title: "x" } }),
      /body quantity is required/,
    ],
    ["a wrong enum", () => shop.create({ who_made: "us" }), /body who_made is not one of i_did/],
    ["a wrong type", () => shop.create({ taxonomy_id: "books" }), /body taxonomy_id is not an integer/],
    ["a number too small", () => shop.create({ taxonomy_id: "0" }), /body taxonomy_id is below 1/],
    ["a bad query", () => shop.api("GET", `/shops/${SHOP}/listings?limit=500`), /query limit is above 100/],
    ["a missing query", () => shop.api("GET", `/shops/${SHOP}/payments`), /query payment_ids is required/],
    ["PUT for PATCH", () => shop.api("PUT", `/shops/${SHOP}/listings/1`, { form: {} }), /no operation PUT/],
    [
      "inventory without readiness_state_id",
      async () =>
        shop.api("PUT", `/listings/${await shop.draft()}/inventory`, {
          json: { products: [{ offerings: [{ price: 5, quantity: 9, is_enabled: true }] }] },
        }),
      /offerings\/0\/readiness_state_id is required/,
    ],
  ];
  test.each(breaches)("%s is 400 and noted", async (_, call, error) => {
    const before = (await books()).violations.length;
    const reply = await call();
    expect(reply).toMatchObject({ status: 400, body: { error: expect.stringMatching(error) } });
    expect(reply.body).toMatchObject({ error: expect.stringMatching(/^openapi: /) });
    expect((await books()).violations.length).toBeGreaterThan(before);
  });

  test("fields that Etsy would drop are noted as ignored, and pass", async () => {
    expect((await shop.create({ is_digital: "true" })).status).toBe(201);
    const listing = await shop.draft();
    expect((await shop.uploadFile(listing, pdfParts({ name: "a.pdf", colour: "red" }))).status).toBe(201);
    const texts = (await books()).ignored.map((note: object) => Object(note).text);
    expect(texts).toEqual(["body is_digital", "body colour"]);
  });

  test("an operation of the document that is not played says so with 501", async () => {
    expect((await shop.api("GET", `/shops/${SHOP}/sections`)).status).toBe(501);
  });
});

describe("the validator", () => {
  const named = {
    Money: { type: "object", required: ["amount"], properties: { amount: { type: "integer" } } },
  };
  const price = { oneOf: [{ $ref: "#/components/schemas/Money" }], nullable: true };

  test("follows references, oneOf, nullable, items and required", () => {
    expect(checkValue(price, { amount: 5 }, "at", named)).toEqual([]);
    expect(checkValue(price, null, "at", named)).toEqual([]);
    expect(checkValue(price, { amount: "5" }, "at", named)).toEqual(["at/amount is not of type integer"]);
    expect(checkValue({ type: "array", items: price }, [{}], "at", named)).toEqual([
      "at/0/amount is required",
    ]);
    expect(checkValue({ type: "string" }, null, "at", named)).toEqual(["at is null"]);
  });

  test("reads texts: numbers, booleans, comma-separated arrays", () => {
    const ids = { type: "array", items: { type: "integer", minimum: 1 } };
    expect(checkText(ids, "1,2", "at", named)).toEqual([]);
    expect(checkText(ids, "1,x,0", "at", named)).toEqual(["at is not an integer", "at is below 1"]);
    expect(checkText({ type: "boolean" }, "yes", "at", named)).toEqual(["at is not a boolean"]);
    expect(checkText({ type: "number" }, "1e3", "at", named)).toEqual(["at is not a number"]);
    expect(checkText({ type: "integer", nullable: true }, "", "at", named)).toEqual([]);
  });
});
