import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openReceiver, openShop, type Receiver, type Shop } from "./shop";

const HOUR = 3_600_000;

let shop: Shop;
let first: Receiver;
let second: Receiver;
let product_key: string;

beforeEach(async () => {
  [shop, first, second] = [await openShop(), await openReceiver(), await openReceiver()];
  await shop.control("POST", "webhooks", {
    urls: ` ${first.url}, ${second.url} ,`,
    events: ["paid", "refunded"],
  });
  product_key = (await shop.product()).product_key;
});
afterEach(async () => {
  await shop.close();
  await first.close();
  await second.close();
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
/** The stand-in noted so many attempts of its first delivery. */
const noted = (attempts: number) =>
  vi.waitFor(async () => {
    expect((await shop.books()).deliveries[0]?.attempts).toHaveLength(attempts);
  });

test("5. a sale is posted as JSON to every address, without being asked", async () => {
  const { id } = await shop.sell({ product_key });
  await first.arrived(1);
  await second.arrived(1);
  expect(first.received).toEqual(second.received);
  expect(first.received[0]).toMatchObject({ id, type: "paid" });
  expect([...first.types]).toEqual(["POST application/json"]);
});

test.each([500, 404, 302, 201, 204])(
  "5. %i is sent again each hour, three times, then dropped",
  async (code) => {
    first.answer = code;
    await shop.sell({ product_key });
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await first.arrived(attempt);
      await noted(attempt);
      await shop.pass(HOUR - 60_000);
      await new Promise((done) => setTimeout(done, 150));
      expect(first.received).toHaveLength(attempt);
      await shop.pass(60_000);
    }
    await shop.pass(HOUR);
    await new Promise((done) => setTimeout(done, 250));
    expect(first.received).toHaveLength(4);
    expect(second.received).toHaveLength(1);
    const { deliveries } = await shop.books();
    expect(deliveries.map((one) => one.state)).toEqual(["dropped", "delivered"]);
    expect(deliveries[0]?.attempts.map((one) => one.status)).toEqual([code, code, code, code]);
  },
);

test("5. a receiver that is back after two hours still gets it", async () => {
  first.answer = 503;
  await shop.sell({ product_key });
  await noted(1);
  await shop.pass(HOUR);
  await noted(2);
  first.answer = 200;
  await shop.pass(HOUR);
  await noted(3);
  expect((await shop.books()).deliveries[0]?.state).toBe("delivered");
});

test("5. only ticked events are sent, held ones wait, and no address but loopback is taken", async () => {
  await shop.control("POST", "webhooks", { urls: first.url, events: ["refunded"] });
  const { id, deliveries } = await shop.sell({ product_key });
  expect(deliveries).toEqual([]);
  await shop.set({ webhooks: "hold" });
  await shop.refund(id);
  await new Promise((done) => setTimeout(done, 250));
  expect(first.received).toEqual([]);
  await shop.set({ webhooks: "send" });
  await first.arrived(1);
  expect(first.received[0]).toMatchObject({ id, type: "refunded" });
  await expect(
    shop.control("POST", "webhooks", { urls: "https://shop.example/hook", events: ["paid"] }),
  ).rejects.toThrow("not loopback");
});

test("6. the signature is the SHA-256 of the key in hex, the same for every body", async () => {
  const { id } = await shop.sell({ product_key });
  await shop.refund(id);
  await shop.sell({ product_key, quantity: 2 });
  await first.arrived(3);
  const signature = sha256(await shop.apiKey());
  expect(first.received.map((one) => one.signature)).toEqual([signature, signature, signature]);
});

test("9. deliveries of one id are sent again, as often as named and in any order", async () => {
  await shop.set({ webhooks: "hold" });
  const one = await shop.sell({ product_key });
  const two = await shop.sell({ product_key });
  const [early, late] = [one.deliveries[0], two.deliveries[0]];
  await shop.control("POST", "redeliver", { ids: [late, early, early] });
  expect(first.received.map(({ id }) => id)).toEqual([two.id, one.id, one.id]);
  expect(first.received[1]).toEqual(first.received[2]);
  await shop.set({ webhooks: "send" });
  // What was held for the second address goes out now; the first one has had its own.
  await second.arrived(2);
  expect(first.received).toHaveLength(3);
});

test("10. a rolled key changes the signature at once, also of what is sent again", async () => {
  const { deliveries } = await shop.sell({ product_key });
  await first.arrived(1);
  const before = await shop.apiKey();
  const rolled = Object(await shop.control("POST", "roll-key", {})).api_key;
  expect(rolled).not.toBe(before);
  expect(await shop.apiKey()).toBe(rolled);
  await shop.control("POST", "redeliver", { ids: [deliveries[0]] });
  await shop.sell({ product_key });
  await first.arrived(3);
  expect(first.received.map((one) => one.signature)).toEqual([
    sha256(before),
    sha256(rolled),
    sha256(rolled),
  ]);
  expect((await shop.api("GET", "/coupons", { key: before })).status).toBe(401);
  expect((await shop.api("GET", "/coupons", { key: rolled })).status).toBe(200);
});
