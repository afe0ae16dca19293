import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { draft, onSale, openShop, type Shop } from "@/tests/sandbox-gumroad/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ profile: "open" });
});
afterAll(() => shop.close());
beforeEach(() =>
  shop.control("set", {
    unconfirmed_email: false,
    no_payout_method: false,
    moderation: "pass",
    enable_breaks: 0,
  }),
);

const enable = (id: unknown) => shop.call("PUT", `/products/${id}/enable`);
const isPublished = async (id: unknown) => {
  const { json } = await shop.call("GET", `/products/${id}`);
  return JSON.stringify(json).includes('"published":true');
};

const obstacles: [object, string][] = [
  [{ unconfirmed_email: true }, "You have to confirm your email address before you can do that."],
  [
    { no_payout_method: true },
    "You must connect at least one payment method before you can publish this product for sale.",
  ],
  [
    { moderation: "reject" },
    "This product can’t be saved because it looks like it contains spam. Please update the content to follow our content guidelines.",
  ],
  [
    { moderation: "unavailable" },
    "We couldn’t review this product just now (a temporary issue on our end). Please try again in a few minutes.",
  ],
];

test.each(obstacles)(
  "22. enable with %j is 200 with success false and stays unpublished",
  async (set, message) => {
    const { id } = await draft(shop);
    await shop.control("set", set);
    const reply = await enable(id);
    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({ success: false, message });
    expect(await isPublished(id)).toBe(false);
  },
);

test("22. enable publishes without file or cover, is idempotent, and disable takes it back", async () => {
  const { id } = await draft(shop);
  for (let turn = 0; turn < 2; turn += 1) {
    expect((await enable(id)).json).toMatchObject({ success: true, product: { published: true } });
  }
  const disabled = await shop.call("PUT", `/products/${id}/disable`);
  expect(disabled.json).toMatchObject({ success: true, product: { published: false } });
});

test("22. a new name of a live product is moderated again, a new price is not", async () => {
  const { id } = await onSale(shop);
  await shop.control("set", { moderation: "reject" });
  expect((await shop.call("PUT", `/products/${id}`, { name: "Other" })).json.success).toBe(false);
  expect((await shop.call("PUT", `/products/${id}`, { price: 1000 })).json).toMatchObject({
    product: { name: "Boiler manual", price: 1000 },
  });
});

test("23. enable brings a deleted product back", async () => {
  const { id } = await draft(shop);
  await shop.call("DELETE", `/products/${id}`);
  expect((await enable(id)).json).toMatchObject({ product: { published: true, deleted: false } });
});

test("24. a deleted product leaves the list and stays readable by id", async () => {
  const { id } = await onSale(shop);
  const reply = await shop.call("DELETE", `/products/${id}`);
  expect(reply.status).toBe(200);
  expect(reply.json).toEqual({ success: true, message: "The product was deleted successfully." });
  expect((await shop.call("GET", "/products")).text).not.toContain(String(id));
  expect((await shop.call("GET", `/products/${id}`)).json).toMatchObject({
    product: { id, deleted: true, published: false },
  });
});

test("38. enable may break with 200 and success false, and any call with 500 or 502", async () => {
  const { id } = await draft(shop);
  await shop.control("set", { enable_breaks: 1 });
  expect((await enable(id)).json).toEqual({
    success: false,
    message: "Something broke. We're looking into what happened. Sorry about this!",
  });
  expect(await isPublished(id)).toBe(false);
  const fault = { match: { method: "PUT", path: "/enable$" }, kind: "error_after", status: 502 };
  await shop.control("faults", fault);
  expect((await enable(id)).status).toBe(502);
  expect(await isPublished(id)).toBe(true);
  await shop.control("faults", { ...fault, kind: "error_before", status: 500 });
  expect((await enable(id)).status).toBe(500);
  expect((await enable(id)).json.success).toBe(true);
});

test("38. the random breakage of enable is seeded", async () => {
  const run = async () => {
    const other = await openShop({ profile: "open" });
    await other.control("set", { enable_breaks_rate: 0.5 });
    const { id } = await draft(other);
    const seen: unknown[] = [];
    for (let turn = 0; turn < 12; turn += 1) {
      seen.push((await other.call("PUT", `/products/${id}/enable`)).json.success);
    }
    await other.close();
    return seen;
  };
  const first = await run();
  expect(new Set(first)).toEqual(new Set([true, false]));
  expect(await run()).toEqual(first);
});
