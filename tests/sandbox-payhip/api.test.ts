import { afterAll, beforeAll, expect, test } from "vitest";
import { openShop, type Shop } from "./shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const create = (fields: object) => shop.api("POST", "/coupons", { body: JSON.stringify(fields) });

test.each(["/products", "/products/RGsF", "/product", "/orders", "/orders/1", "/sales", "/sales/1"])(
  "1. %s does not exist, with or without the key",
  async (path) => {
    for (const method of ["GET", "POST", "PUT", "DELETE"]) {
      expect((await shop.api(method, path)).status).toBe(404);
      expect((await shop.api(method, path, { key: null })).status).toBe(404);
    }
    expect((await shop.books()).products).toEqual([]);
  },
);

test.each(["/coupons", "/coupons/abc"])("2. %s answers 401 without the key of the account", async (path) => {
  for (const key of [null, "wrong", "0".repeat(40)]) {
    for (const method of ["GET", "POST"]) expect((await shop.api(method, path, { key })).status).toBe(401);
  }
  expect((await shop.api("GET", "/coupons")).json).toEqual({ data: [] });
});

test("3. a coupon has a code and exactly one of percent_off and amount_off", async () => {
  const both = { code: "BOTH", percent_off: 10, amount_off: 100 };
  for (const wrong of [{}, { percent_off: 10 }, { code: "NONE" }, both, { code: "X", percent_off: 101 }]) {
    expect((await create(wrong)).status).toBe(400);
  }
  const made = await create({ code: "TENTH", percent_off: 10 });
  expect(made.status).toBe(200);
  expect(made.json.data).toMatchObject({ code: "TENTH", percent_off: 10, amount_off: null, usage_count: 0 });
  const list = await shop.api("GET", "/coupons?page=1");
  expect(list.json.data).toEqual([made.json.data]);
  expect((await shop.api("GET", "/coupons?page=2")).json.data).toEqual([]);
  const id = Object(made.json.data).id;
  expect((await shop.api("GET", `/coupons/${id}`)).json.data).toEqual(made.json.data);
  expect((await shop.api("GET", "/coupons/nope")).status).toBe(404);
});

test("3. a single coupon needs the key of a product; forms are read like JSON", async () => {
  const { product_key } = await shop.product();
  expect((await create({ code: "ONE", coupon_type: "single", amount_off: 100 })).status).toBe(400);
  const form = new URLSearchParams({ code: "ONE", coupon_type: "single", amount_off: "100", product_key });
  const made = await shop.api("POST", "/coupons", { body: form });
  expect(made.json.data).toMatchObject({ coupon_type: "single", amount_off: 100, product_key });
});

test("4. an unknown licence key is 200 with an empty body", async () => {
  const reply = await shop.api("GET", "/license/verify?license_key=WTKP4-NOPE", { key: null });
  expect(reply).toMatchObject({ status: 200, text: "" });
});
