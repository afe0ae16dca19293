import { afterAll, beforeAll, expect, test } from "vitest";
import { draft, openShop, type Shop, send } from "@/tests/sandbox-gumroad/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const tokenWith = async (scopes: string[]) => String((await shop.control("token", { scopes })).api_token);

test("1. a missing, unknown or revoked token gets 401 with an empty body", async () => {
  const revoked = await tokenWith(["account"]);
  await shop.control("revoke", { api_token: revoked });
  const missing = await send("GET", `${shop.sandbox.url}/v2/products`, {});
  const unknown = await shop.call("GET", "/sales", undefined, "nobody");
  const gone = await shop.call("POST", "/files/presign", {}, revoked);
  for (const reply of [missing, unknown, gone]) {
    expect(reply.status).toBe(401);
    expect(reply.text).toBe("");
    expect(reply.headers.get("www-authenticate")).toMatch(/^Bearer .*error="invalid_token"/);
  }
  expect(unknown.headers.get("www-authenticate")).toContain("The access token is invalid");
  expect(gone.headers.get("www-authenticate")).toContain("was revoked");
});

test("2. a token without the scope gets 403 with an empty body; account is accepted everywhere", async () => {
  const reader = await tokenWith(["view_public"]);
  const refused = await shop.call("POST", "/products", { name: "x", price: 900 }, reader);
  expect([refused.status, refused.text]).toEqual([403, ""]);
  expect((await shop.call("GET", "/sales", undefined, reader)).status).toBe(403);
  expect((await shop.call("GET", "/products", undefined, reader)).json.success).toBe(true);
  const account = await tokenWith(["account"]);
  expect((await shop.call("GET", "/payouts", undefined, account)).json.success).toBe(true);
});

test("3. the token is taken from the header and from access_token in query or body", async () => {
  const url = `${shop.sandbox.url}/v2/user`;
  const inHeader = await send("GET", url, { Authorization: `Bearer ${shop.token}` });
  const inQuery = await send("GET", `${url}?access_token=${shop.token}`, {});
  expect(inHeader.json).toMatchObject({ success: true, user: { email: "seller@northlight.example" } });
  expect(inQuery.json).toEqual(inHeader.json);
  const body = { access_token: shop.token, filename: "a.pdf", file_size: 1 };
  expect((await send("POST", `${shop.sandbox.url}/v2/files/presign`, {}, body)).json.success).toBe(true);
  const form = await fetch(`${shop.sandbox.url}/api/v2/files/presign.json`, {
    method: "POST",
    body: new URLSearchParams({ access_token: shop.token, filename: "a.pdf", file_size: "1" }),
  });
  expect(form.status).toBe(200);
});

test("4. an unknown product is 200 with success false on every product route", async () => {
  const routes = [
    ["GET", ""],
    ["PUT", ""],
    ["DELETE", ""],
    ["PUT", "/enable"],
    ["PUT", "/disable"],
    ["POST", "/covers"],
    ["DELETE", "/covers/1"],
    ["POST", "/thumbnail"],
    ["DELETE", "/thumbnail"],
  ];
  for (const [method, tail] of routes) {
    const reply = await shop.call(
      method ?? "",
      `/products/${encodeURIComponent("AAAAAAAAAAAAAAAAAAAAAA==")}${tail}`,
    );
    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({ success: false, message: "The product was not found." });
  }
});

test("5. a product is found by external id or unique permalink, not by its custom permalink", async () => {
  const plain = await draft(shop);
  const permalink = String(plain.short_url).split("/l/")[1];
  expect((await shop.call("GET", `/products/${permalink}`)).json).toMatchObject({
    product: { id: plain.id },
  });
  expect((await shop.call("GET", `/products/${encodeURIComponent(String(plain.id))}`)).json).toMatchObject({
    product: { id: plain.id },
  });
  await draft(shop, { custom_permalink: "boiler-xr200" });
  expect((await shop.call("GET", "/products/boiler-xr200")).json.message).toBe("The product was not found.");
});

test("36. ids are 24 characters of url-safe Base64 ending ==; order ids are integers below 2^30", async () => {
  const product = await draft(shop, { name: "For ids" });
  expect(product.id).toMatch(/^[A-Za-z0-9_-]{22}==$/);
  await shop.call("PUT", `/products/${product.id}/enable`);
  const sale = await shop.control("sale", { product_id: product.id });
  expect(sale.id).toMatch(/^[A-Za-z0-9_-]{22}==$/);
  expect(Number.isInteger(sale.order_id) && Number(sale.order_id) < 2 ** 30).toBe(true);
});

test("37. timestamps have no fractional seconds", async () => {
  const product = await draft(shop, { name: "For times" });
  await shop.call("PUT", `/products/${product.id}/enable`);
  const made = await shop.control("sale", { product_id: product.id });
  const { json } = await shop.call("GET", `/sales/${made.id}`);
  expect(json).toMatchObject({
    sale: { created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) },
  });
});
