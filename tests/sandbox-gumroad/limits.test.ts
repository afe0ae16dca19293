import { afterEach, beforeEach, expect, test } from "vitest";
import { draft, openShop, type Shop } from "@/tests/sandbox-gumroad/shop";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

/** Refused by the application for its missing name: a rejected create counts for the throttle all the same. */
const rejected = () => shop.call("POST", "/products", {});
const repeat = async (times: number, act: () => Promise<{ status: number }>) => {
  const statuses: number[] = [];
  for (let turn = 0; turn < times; turn += 1) statuses.push((await act()).status);
  return statuses;
};

test("9. the 11th create in 60 s is 429 text/plain without Retry-After", async () => {
  await shop.align(60);
  expect(new Set(await repeat(10, rejected))).toEqual(new Set([200]));
  const reply = await rejected();
  expect(reply.status).toBe(429);
  expect(reply.text).toBe("Retry later\n");
  expect(reply.headers.get("content-type")).toBe("text/plain");
  expect(reply.headers.get("retry-after")).toBeNull();
  await shop.align(60);
  await shop.control("clock", { advance_ms: 64_000 });
  expect((await rejected()).status).toBe(200);
});

test("9. the 51st create in 32,768 s is 429", async () => {
  await shop.align(32_768);
  for (let batch = 0; batch < 5; batch += 1) {
    expect(new Set(await repeat(10, rejected))).toEqual(new Set([200]));
    await shop.control("clock", { advance_ms: 4_096_000 });
  }
  expect((await rejected()).status).toBe(429);
  await shop.align(32_768);
  expect((await rejected()).status).toBe(200);
});

test("9. the open profile never throttles but counts", async () => {
  const open = await openShop({ profile: "open" });
  const statuses = await repeat(60, () => open.call("POST", "/products", {}));
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await open.books()).toMatchObject({ counters: { throttled: expect.any(Number) } });
  await open.close();
});

test("10. the 11th live product in 24 h is refused; deleted ones do not count", async () => {
  await shop.align(4096);
  const first = await draft(shop);
  for (let made = 1; made < 10; made += 1) await draft(shop);
  await shop.control("clock", { advance_ms: 4_096_000 });
  const fields = { name: "Eleventh", price: 900, draft: true };
  const capped = await shop.call("POST", "/products", fields);
  expect(capped.json).toEqual({ success: false, message: "Sorry, you can only create 10 products per day." });
  await shop.call("DELETE", `/products/${first.id}`);
  expect((await shop.call("POST", "/products", fields)).json.success).toBe(true);
  await shop.control("clock", { advance_ms: 90_000_000 });
  expect((await shop.call("POST", "/products", fields)).json.success).toBe(true);
});

test("10. a compliant seller may create 100 products a day", async () => {
  const established = await openShop({ established: true });
  await established.control("set", { daily_cap: null });
  for (let made = 0; made < 100; made += 1) {
    if (made % 10 === 0) await established.align(made % 50 === 0 ? 32_768 : 4096);
    // Two throttle windows of nine hours, which is still inside the rolling day.
    await draft(established);
  }
  await established.align(4096);
  await established.align(32_768);
  const { json } = await established.call("POST", "/products", { name: "x", price: 900 });
  expect(json.message).toBe("Sorry, you can only create 100 products per day.");
  await established.close();
});

test("11. the 31st update of one product in a minute is 429; others and enable are not affected", async () => {
  const [product, other] = [await draft(shop), await draft(shop)];
  await shop.align(60);
  const update = (id: unknown) => shop.call("PUT", `/products/${id}`, { price: 1000 });
  expect(new Set(await repeat(30, () => update(product.id)))).toEqual(new Set([200]));
  expect((await update(product.id)).status).toBe(429);
  expect((await update(other.id)).status).toBe(200);
  expect((await shop.call("PUT", `/products/${product.id}/enable`)).json.success).toBe(true);
  expect((await shop.call("GET", `/products/${product.id}`)).status).toBe(200);
});
