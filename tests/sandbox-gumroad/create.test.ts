import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShop, type Shop } from "@/tests/sandbox-gumroad/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ profile: "open" });
});
afterAll(() => shop.close());

const create = (fields: object) => shop.call("POST", "/products", { name: "Manual", price: 900, ...fields });

describe("6. POST /products", () => {
  test("6. POST /products with draft=true answers 200 with an unpublished product", async () => {
    const reply = await create({ draft: true, tags: ["  Repair ", "boiler   parts"], category: "education" });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      success: true,
      product: {
        published: false,
        price: 900,
        currency: "usd",
        formatted_price: "$9",
        tags: ["repair", "boiler parts"],
        category: "education",
        url: null,
        files: [],
        rich_content: [],
      },
    });
  });

  test("6. POST /products without draft publishes at once, or warns when it cannot", async () => {
    expect((await create({})).json).toMatchObject({ product: { published: true } });
    expect((await create({ published: false })).json).toMatchObject({ product: { published: false } });
    await shop.control("set", { no_payout_method: true });
    const blocked = await create({});
    expect(blocked.json).toMatchObject({ success: true, product: { published: false } });
    expect(blocked.json.warning).toContain("payment method");
    await shop.control("set", { no_payout_method: false });
  });

  test("6. POST /products of a server before autopublish always makes a draft", async () => {
    await shop.control("set", { autopublish: false });
    expect((await create({})).json).toMatchObject({ product: { published: false } });
    await shop.control("set", { autopublish: true });
  });

  test("6. a published product has a public page with title and price", async () => {
    const { json } = await create({ name: "Pump & valve", custom_permalink: "pump" });
    expect(json).toMatchObject({ product: { short_url: `${shop.sandbox.url}/l/pump` } });
    const page = await (await fetch(`${shop.sandbox.url}/l/pump`)).text();
    expect(page).toContain("Pump &amp; valve");
    expect(page).toContain("$9");
  });
});

const refusals: [string, object, string][] = [
  ["no name", { name: undefined }, "Name can't be blank"],
  ["name of 256", { name: "x".repeat(256) }, "Name is too long (maximum is 255 characters)"],
  ["no price", { price: undefined }, "New products should be created with a price"],
  ["below minimum", { price: 98 }, "Sorry, a product must be at least $0.99."],
  [
    "below minimum in yen",
    { price: 98, price_currency_type: "jpy" },
    "Sorry, a product must be at least ¥99.",
  ],
  [
    "below minimum in won",
    { price: 110_000, price_currency_type: "krw" },
    "Sorry, a product must be at least ₩1,110.",
  ],
  ["above the cap", { price: 500_001 }, "Sorry, we don't support pricing products above $5,000."],
  ["too large", { price: 2_147_483_648 }, "Sorry, the price entered is too large."],
  ["out of range", { suggested_price_cents: 99_999_999_999 }, "One or more numeric values are out of range."],
  ["currency", { price_currency_type: "xyz" }, "'xyz' is not a supported currency."],
  ["blank currency", { price_currency_type: "" }, "'' is not a supported currency."],
  ["type", { native_type: "physical" }, "The product type 'physical' is not supported for creation."],
  ["permalink", { custom_permalink: "no spaces" }, "Custom permalink is invalid"],
  ["permalink taken", { custom_permalink: "TAKEN" }, "Custom permalink has already been taken"],
  ["tags no array", { tags: "a,b" }, "tags must be an array of strings."],
  [
    "long tag",
    { tags: ["x".repeat(21)] },
    "Name A tag is too long. Please try again with a shorter one, under 20 characters.",
  ],
  [
    "short tag",
    { tags: ["x"] },
    "Name A tag is too short. Please try again with a longer one, above 2 characters.",
  ],
  ["hash tag", { tags: ["#pump"] }, "Name A tag cannot start with hashes or contain commas."],
  ["comma tag", { tags: ["pump,valve"] }, "Name A tag cannot start with hashes or contain commas."],
  ["same tag twice", { tags: ["Pump", "pump"] }, "Product has already been taken"],
  ["category", { category: "no/such" }, "Invalid category."],
  ["taxonomy", { taxonomy_id: 999_999 }, "Invalid taxonomy_id."],
  ["both", { category: "education", taxonomy_id: 10 }, "Specify either category or taxonomy_id, not both."],
  ["files shape", { files: "a.pdf" }, "files must be an array of file objects."],
  ["file without url", { files: [{ id: "1" }] }, "Each file must include a url string."],
  ["content shape", { rich_content: [1] }, "rich_content must be an array of content page objects."],
  [
    "page shape",
    { rich_content: [{ description: "text" }] },
    "Each rich_content page description must be a JSON object or array.",
  ],
  ["adult words", { name: "NSFW manual" }, "Adult keywords are not allowed"],
  [
    "refund policy",
    { refund_period: "30" },
    "Product-level refund policies are not available for this account; the account-level refund policy applies to all products. Use PUT /v2/refund_policy instead.",
  ],
];

describe("7. every validation of a create", () => {
  beforeAll(() => create({ custom_permalink: "taken", draft: true }));

  test.each(refusals)(
    "7. %s: refused with success false and nothing persisted",
    async (_why, fields, message) => {
      const before = (await shop.books()).products;
      const reply = await create(fields);
      expect(reply.status).toBe(200);
      expect(reply.json).toEqual({ success: false, message });
      expect((await shop.books()).products).toEqual(before);
    },
  );

  test("7. the legacy file field is refused with a word about the presign flow", async () => {
    const { json } = await create({ file: "a.pdf" });
    expect(json.message).toContain("'file' is not an accepted parameter on POST /v2/products.");
    expect(json.message).toContain("POST /v2/files/presign");
  });

  test("7. several model errors come as one sentence", async () => {
    const { json } = await create({ name: "", custom_permalink: "no spaces", price: 5 });
    expect(json.message).toBe(
      "Name can't be blank, Custom permalink is invalid, and Sorry, a product must be at least $0.99.",
    );
  });

  test("7. a seller marked compliant has no price cap", async () => {
    const other = await openShop({ established: true });
    const reply = await other.call("POST", "/products", { name: "Dear", price: 500_001, draft: true });
    expect(reply.json.success).toBe(true);
    await other.close();
  });
});

test.each(["9.99", 9.99])("8. the price %j is cast to 9 and refused as below the minimum", async (price) => {
  const { json } = await create({ price });
  expect(json).toEqual({ success: false, message: "Sorry, a product must be at least $0.99." });
});

test("8. a price of 0 is free and turns on pay-what-you-want", async () => {
  const { json } = await create({ price: 0, draft: true });
  expect(json).toMatchObject({ product: { price: 0, customizable_price: true, formatted_price: "$0+" } });
});
