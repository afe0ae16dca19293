import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paid, refunded } from "../http/payhip-events";
import { listed } from "../http/product";
import { refused } from "../http/refused";
import { openShop, post, type Shop } from "./shop";

let shop: Shop;
let url: string;

beforeAll(async () => {
  shop = await openShop();
  url = await shop.url();
}, 400_000);

afterAll(() => shop.close());

const event = (id: string) => JSON.stringify(paid({ id, price: 1299 }));
const stored = async () => [await shop.count("webhook_events"), await shop.count("revenue")];

/** Refused with `status`, and nothing of it stays. */
async function leavesNothing(response: Promise<Response>, status: number) {
  const before = await stored();
  await refused(await response, status);
  expect(await stored()).toEqual(before);
}

test("a wrong token is 401 and leaves nothing that would stand in the way of the right one", async () => {
  const token = url.split("/").at(-1) ?? "";
  const base = url.slice(0, -token.length);
  const swapped = token.replace(/^./, (first) => (first === "A" ? "B" : "A"));
  for (const wrong of [swapped, token.slice(1), `${token}A`, token.toUpperCase(), "x", "x".repeat(200)])
    await leavesNothing(post(base + wrong, event("W1")), 401);
  expect((await post(url, event("W1"))).status).toBe(200);
  await shop.booked("W1", 1);
});

test("a token that is none, and credentials of ours in its place, open nothing", async () => {
  const base = url.replace(/[^/]+$/, "");
  expect((await post(base, event("W2"))).status).toBe(404);
  await leavesNothing(post(`${base}${"x".repeat(201)}`, event("W2")), 400);
  for (const authorization of [`Bearer ${shop.server.token}`, `Bearer ${shop.server.cronSecret}`])
    await leavesNothing(post(`${base}nonsense`, event("W2"), { authorization }), 401);
});

test.each(["etsy", "gumroad", "ebay", "PAYHIP", "..%2Fcron"])(
  "a platform that reports nothing is 404: %s",
  async (name) => {
    await leavesNothing(post(url.replace("/payhip/", `/${name}/`), event("W3")), 404);
  },
);

test("it is asked with POST, and nothing is shown to who looks", async () => {
  for (const method of ["GET", "PUT", "DELETE"])
    expect((await fetch(url, { method })).status, method).toBe(405);
});

describe("what is no event of Payhip is 400", () => {
  const of = (change: object) => JSON.stringify({ ...paid({ id: "W4", price: 1299 }), ...change });
  test.each<[string, BodyInit]>([
    ["nothing", ""],
    ["no JSON", "{"],
    ["a form", "id=Qx7&type=paid"],
    ["a page", "<html>500</html>"],
    ["null", "null"],
    ["a list", `[${event("W4")}]`],
    ["a text", '"paid"'],
    ["bytes that are no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d])],
    ["no type", of({ type: undefined })],
    ["no id", of({ id: undefined })],
    ["a number as id", of({ id: 7 })],
    ["no items", of({ items: [] })],
    ["a price with a point", of({ price: 12.99 })],
    ["a negative price", of({ price: -1299 })],
    ["a price beyond all numbers", of({ price: 1e300 })],
    ["a currency that is none", of({ currency: "XYZ" })],
    ["a refund without an amount", of({ type: "refunded" })],
    ["thirty thousand levels", "[".repeat(30_000) + "]".repeat(30_000)],
    ["more than 64 KB", of({ more: "x".repeat(70_000) })],
    ["5 MB", of({ more: "x".repeat(5_000_000) })],
    ["5 MB of anything", Buffer.alloc(5_000_000, "x")],
  ])("%s", async (_name, body) => {
    await leavesNothing(post(url, body), 400);
  });

  test("5 MB to a wrong address", async () => {
    await leavesNothing(post(`${url}x`, Buffer.alloc(5_000_000, "x")), 400);
  });
});

test("after all of this the next event is booked, and nothing was unexpected", async () => {
  expect((await post(url, event("W5"))).status).toBe(200);
  await shop.booked("W5", 1);
  expect(shop.server.output()).not.toMatch(/request_failed|booking_failed/);
});

test.each(["subscription.created", "subscription.deleted", "something.new"])(
  "an event that is no matter of the ledger is taken and ignored: %s",
  async (type) => {
    const [, lines] = await stored();
    expect((await post(url, JSON.stringify({ type, id: "S1", email: "ann@example.com" }))).status).toBe(200);
    await shop.cron("sync-sales");
    expect(await shop.count("revenue")).toBe(lines);
  },
);

describe("with an API key", () => {
  let key: string;
  const signature = () => createHash("sha256").update(key).digest("hex");
  const signed = (id: string, given: unknown) =>
    JSON.stringify({ ...paid({ id, price: 1299 }), signature: given });

  beforeAll(async () => {
    key = String((await shop.door("POST", "token", {})).api_key);
    const { body } = await shop.server.call("POST", "/platforms/3/configure", { api_key: key });
    expect(body).toMatchObject({ status: "verified" });
  });

  test("a wrong signature is 401 and leaves nothing that would stand in the way of the right one", async () => {
    for (const wrong of [
      undefined,
      null,
      "",
      "x",
      "0".repeat(64),
      signature().toUpperCase(),
      signature().slice(1),
    ])
      await leavesNothing(post(url, signed("K1", wrong)), 401);
    await leavesNothing(post(url, signed("K1", createHash("sha256").update("").digest("hex"))), 401);
    expect((await post(url, signed("K1", signature()))).status).toBe(200);
    await shop.booked("K1", 1);
  });

  test("a signature that is no text is 400, and an unsigned event of any type is 401", async () => {
    await leavesNothing(post(url, signed("K2", { $ne: "" })), 400);
    await leavesNothing(post(url, JSON.stringify({ type: "something.new" })), 401);
    await leavesNothing(post(url, JSON.stringify(refunded({ id: "K1", price: 1299 }, 1299))), 401);
  });

  test("the stand-in's own events are taken, also after its key was changed here and there", async () => {
    await shop.hook(url);
    const product = await shop.product(1299);
    await shop.booked((await shop.sell({ product_key: product })).id, 1);
    key = String((await shop.door("POST", "roll-key", {})).api_key);
    const { id, deliveries } = await shop.sell({ product_key: product });
    expect(await shop.redeliver(deliveries)).toEqual([401]);
    expect(await shop.ledger(id)).toEqual([]);
    await shop.server.call("POST", "/platforms/3/configure", { api_key: key });
    expect(await shop.redeliver(deliveries)).toEqual([200]);
    await shop.booked(id, 1);
  });

  test("the key is in no answer and in no log", async () => {
    expect(JSON.stringify((await listed(shop.server, "platforms")).rows)).not.toContain(key);
    expect(shop.server.output()).not.toContain(key);
    expect(shop.server.output()).not.toContain(signature());
  });
});
