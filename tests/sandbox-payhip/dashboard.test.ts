import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openShop, type Shop } from "./shop";

const FORM = "/product/add/digital";
const dir = mkdtempSync(join(tmpdir(), "payhip-"));
const typed = { title: "Pump <XR200> & co", price: "12.5", currency: "eur", description: "Line\nline" };

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ dir });
});
afterAll(async () => {
  await shop.close();
  rmSync(dir, { recursive: true });
});

const post = (body: BodyInit) => fetch(shop.url + FORM, { method: "POST", body, redirect: "manual" });

test("11. the dashboard form has a labelled field for everything a seller types", async () => {
  const { status, text } = await shop.page(FORM);
  expect(status).toBe(200);
  for (const label of ["Title", "Price", "Currency", "Description", "File", "Cover"]) {
    const id = new RegExp(`<label for="(\\w+)">${label}</label>`).exec(text)?.[1];
    expect(text).toMatch(new RegExp(`<(input|textarea) id="${id}"`));
  }
});

test("11. the form makes a product, with its files, and leads to the product's page", async () => {
  const form = new FormData();
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  form.set("file", new Blob(["%PDF-1.7"], { type: "application/pdf" }), "pump.pdf");
  form.set("cover", new Blob(["not really"], { type: "image/png" }), "pump.png");
  const reply = await post(form);
  expect(reply.status).toBe(303);
  const [product] = (await shop.books()).products;
  expect(reply.headers.get("location")).toBe(`${shop.url}/b/${product?.product_key}`);
  expect(product).toMatchObject({
    ...{ title: typed.title, price: 1250, currency: "EUR", description: "Line\nline", removed: false },
    ...{ file: { name: "pump.pdf", size: 8 }, cover: { name: "pump.png", type: "image/png" } },
  });
  expect((await shop.page(`/covers/${product?.product_key}`)).text).toBe("not really");
});

test("11. a urlencoded form will do; a wrong one makes nothing and keeps what was typed", async () => {
  expect((await post(new URLSearchParams(typed))).status).toBe(303);
  const before = (await shop.books()).products.length;
  for (const wrong of [{ title: " " }, { price: "9,00" }, { price: "9.001" }, { currency: "euro" }]) {
    const reply = await post(new URLSearchParams({ ...typed, ...wrong }));
    expect(reply.status).toBe(422);
    expect(await reply.text()).toContain("Please check");
  }
  expect((await post("{}")).status).toBe(422);
  expect((await shop.books()).products).toHaveLength(before);
});

test("11. keys are four or five letters and digits, each its own, the same in every new shop", async () => {
  const make = async (where: Shop) => {
    const keys: string[] = [];
    for (let n = 0; n < 200; n += 1) keys.push((await where.product()).product_key);
    return keys;
  };
  const [one, other] = [await openShop(), await openShop()];
  const keys = await make(one);
  expect(new Set(keys).size).toBe(200);
  for (const key of keys) expect(key).toMatch(/^(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9]{4,5}$/);
  expect(await make(other)).toEqual(keys);
  await one.close();
  await other.close();
});

test("the public page shows title and price to people and to programs", async () => {
  const title = 'Pump </script> & "co"';
  const { product_key, product_permalink } = await shop.product({ title, price: 900 });
  expect(product_permalink).toBe(`${shop.url}/b/${product_key}`);
  const { status, headers, text } = await shop.page(`/b/${product_key}`);
  expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  const shown = "Pump &lt;/script&gt; &amp; &quot;co&quot;";
  expect(text).toContain(`<title>${shown} - Payhip</title>`);
  expect(text).toContain(`<h1>${shown}</h1>`);
  expect(text).toContain(`<meta property="og:title" content="${shown}">`);
  expect(text).toContain("<strong>$9.00</strong>");
  const json = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(text)?.[1] ?? "";
  expect(JSON.parse(json)).toMatchObject({
    "@type": "Product",
    name: title,
    offers: { price: "9.00", priceCurrency: "USD" },
  });
});

test("a changed product shows its new price; an unknown, removed or wrongly written key is 404", async () => {
  const { product_key } = await shop.product({ price: 900, currency: "JPY" });
  expect((await shop.page(`/b/${product_key}`)).text).toContain("¥900");
  await shop.control("POST", "product-change", { product_key, price: 1200, title: "New" });
  expect((await shop.page(`/b/${product_key}`)).text).toMatch(/<h1>New<\/h1>\n.*¥1,200/);
  for (const key of ["nope", product_key.toLowerCase(), product_key.toUpperCase()]) {
    expect((await shop.page(`/b/${key}`)).status).toBe(404);
  }
  await shop.control("POST", "product-change", { product_key, removed: true });
  const gone = await shop.page(`/b/${product_key}`);
  expect([gone.status, gone.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  await shop.control("POST", "product-change", { product_key, removed: false });
  expect((await shop.page(`/b/${product_key}`)).status).toBe(200);
});
