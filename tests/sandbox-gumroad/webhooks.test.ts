import { createServer } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Json, onSale, openShop, type Shop } from "@/tests/sandbox-gumroad/shop";

interface Received {
  type: string;
  fields: URLSearchParams;
}

let shop: Shop;
let product: Json;
let received: Received[] = [];
let answer: number | "hang" = 200;

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const fields = new URLSearchParams(Buffer.concat(chunks).toString());
  received.push({ type: request.headers["content-type"] ?? "", fields });
  if (answer !== "hang") response.writeHead(answer).end();
});
const listening = new Promise<string>((resolve) => {
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    resolve(`http://127.0.0.1:${typeof address === "object" ? address?.port : address}/hook`);
  });
});

beforeEach(async () => {
  received = [];
  answer = 200;
  shop = await openShop({ profile: "open" });
  await shop.control("set", { allow_localhost: true });
  product = await onSale(shop, { custom_permalink: "boiler" });
});
afterEach(() => shop.close());

const subscribe = async (resource: string, url?: string, token?: string) =>
  (
    await shop.call(
      "PUT",
      "/resource_subscriptions",
      { resource_name: resource, post_url: url ?? (await listening) },
      token,
    )
  ).json;
const sell = (order: object = {}) => shop.control("sale", { product_id: product.id, ...order });
const pass = (seconds: number) => shop.control("clock", { advance_ms: seconds * 1000 });
const arrived = (count: number) => vi.waitFor(() => expect(received).toHaveLength(count), { timeout: 5000 });
const settled = () =>
  vi.waitFor(async () => {
    const { deliveries } = await shop.books();
    expect(JSON.stringify(deliveries)).not.toContain('"state":"pending"');
  });

test("31. a test purchase is announced with test=true", async () => {
  await subscribe("sale");
  await sell({ test: true });
  await pass(11);
  await arrived(1);
  expect(received[0]?.fields.get("test")).toBe("true");
});

test("32. subscriptions: duplicates are new rows, the list needs a name, only the own app deletes", async () => {
  const url = await listening;
  const [first, second] = [await subscribe("sale"), await subscribe("sale")];
  expect(first).toMatchObject({ resource_subscription: { resource_name: "sale", post_url: url } });
  expect(first).not.toEqual(second);
  const list = async (query: string) => (await shop.call("GET", `/resource_subscriptions${query}`)).json;
  expect(await list("")).toEqual({ success: false, message: "Valid resource_name parameter required" });
  expect((await list("?resource_name=sale")).resource_subscriptions).toHaveLength(2);

  const { api_token } = await shop.control("token", { application: "another" });
  const id = /"id":"([^"]+)"/.exec(JSON.stringify(first))?.[1];
  const remove = async (token?: string) =>
    (await shop.call("DELETE", `/resource_subscriptions/${id}`, undefined, token)).json.message;
  expect(await remove(String(api_token))).toBe("The resource_subscription was not found.");
  expect(await remove()).toBe("The resource_subscription was deleted successfully.");
  expect((await list("?resource_name=sale")).resource_subscriptions).toHaveLength(1);
});

test("32. subscriptions: localhost is refused, the address before the name", async () => {
  await shop.control("set", { allow_localhost: false });
  for (const url of [
    "http://localhost:3000/x",
    "http://127.0.0.1/x",
    "http://0.0.0.0/x",
    "ftp://a.example/x",
  ]) {
    expect(await subscribe("nonsense", url)).toEqual({
      success: false,
      message: `Invalid post URL '${url}'`,
    });
  }
  const unknown = await subscribe("nonsense", "https://shop.example/hook");
  expect(unknown).toEqual({ success: false, message: "Unable to subscribe to ''." });
});

test("33. a sale is posted form-encoded ten seconds later", async () => {
  await subscribe("sale");
  const sale = await sell();
  await pass(8);
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(received).toHaveLength(0);
  await pass(3);
  await arrived(1);
  expect(received[0]?.type).toContain("application/x-www-form-urlencoded");
  expect(Object.fromEntries(received[0]?.fields ?? [])).toMatchObject({
    resource_name: "sale",
    sale_id: sale.id,
    order_number: String(sale.order_id),
    price: "900",
    gumroad_fee: "196",
    currency: "usd",
    permalink: "boiler",
    product_permalink: `${shop.sandbox.url}/l/boiler`,
    refunded: "false",
    "card[bin]": "",
  });
});

test("33. 503 is retried after 60, 180 and 600 seconds with retry_count, then given up", async () => {
  await subscribe("sale");
  answer = 503;
  await sell();
  await pass(11);
  await arrived(1);
  for (const [index, seconds] of [60, 180, 600].entries()) {
    await pass(seconds + 1);
    await arrived(index + 2);
  }
  expect(received.map(({ fields }) => fields.get("retry_count"))).toEqual([null, "1", "2", "3"]);
  await settled();
  expect(JSON.stringify((await shop.books()).deliveries)).toContain('"state":"given_up"');
});

test.each([499, 500, 502, 504])("33. %i is retried after a minute", async (status) => {
  await subscribe("sale");
  answer = status;
  await sell();
  await pass(11);
  await arrived(1);
  answer = 200;
  await pass(61);
  await arrived(2);
  expect(received.map(({ fields }) => fields.get("retry_count"))).toEqual([null, "1"]);
});

test.each([404, 410, 429, "hang"] as const)("33. %s is never retried", async (status) => {
  await shop.control("set", { webhook_timeout_ms: 200 });
  await subscribe("sale");
  answer = status;
  await sell();
  await pass(11);
  await arrived(1);
  await settled();
  await pass(1000);
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(received).toHaveLength(1);
});

test("33. a revoked token silences its application's webhooks", async () => {
  await subscribe("sale");
  await sell();
  await shop.control("revoke", { api_token: shop.token });
  await pass(11);
  await settled();
  expect(received).toHaveLength(0);
});

test("34. a duplicate subscription gets two identical deliveries", async () => {
  await subscribe("sale");
  await subscribe("sale");
  await sell();
  await pass(11);
  await arrived(2);
  expect(received[0]?.fields.toString()).toBe(received[1]?.fields.toString());
});

test("34. deliveries may come out of order", async () => {
  await shop.control("set", { webhooks_out_of_order: true });
  await subscribe("sale");
  const [first, second] = [await sell(), await sell()];
  await pass(11);
  await arrived(2);
  expect(received.map(({ fields }) => fields.get("sale_id"))).toEqual([second.id, first.id]);
});

test("35. a refund's webhook carries no amount, and refunded=false when it was partial", async () => {
  await subscribe("refund");
  const { id } = await sell();
  await shop.call("PUT", `/sales/${id}/refund`, { amount_cents: 100 });
  await pass(6);
  await arrived(1);
  const fields = Object.fromEntries(received[0]?.fields ?? []);
  expect(fields).toMatchObject({ resource_name: "refund", sale_id: id, price: "900", refunded: "false" });
  expect(Object.keys(fields).filter((name) => name.includes("amount"))).toEqual([]);
  await shop.call("PUT", `/sales/${id}/refund`);
  await pass(6);
  await arrived(2);
  expect(received[1]?.fields.get("refunded")).toBe("true");
});
