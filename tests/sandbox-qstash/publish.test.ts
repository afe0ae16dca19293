import { afterEach, beforeEach, expect, test } from "vitest";
import { type Account, openAccount, openReceiver, quiet, type Receiver } from "./account";

const MINUTE = 60_000;

let account: Account;
let receiver: Receiver;
beforeEach(async () => {
  account = await openAccount();
  receiver = await openReceiver();
});
afterEach(async () => {
  await account.close();
  await receiver.close();
});

test("a message arrives as it was published, with what QStash adds", async () => {
  const headers = { "content-type": "application/json", "upstash-forward-x-own": "yes", "x-lost": "no" };
  const { messageId, url } = await account.publish(`${receiver.url}?a=b`, headers, '{"a":1}');
  expect(url).toBe(`${receiver.url}?a=b`);
  await receiver.arrived(1);
  expect(receiver.received[0]).toMatchObject({
    method: "POST",
    body: '{"a":1}',
    headers: {
      "content-type": "application/json",
      "x-own": "yes",
      "user-agent": "Upstash-QStash",
      "upstash-message-id": messageId,
      "upstash-retried": "0",
    },
  });
  expect(receiver.received[0]?.headers).not.toHaveProperty("x-lost");
});

test("a batch is taken whole, each message with headers of its own", async () => {
  const batch = (second: string) =>
    JSON.stringify([
      { destination: receiver.url, headers: { "Upstash-Deduplication-Id": "one" }, body: "1" },
      { destination: second, headers: { "Upstash-Delay": "1m" }, body: "2" },
    ]);
  expect((await account.api("POST", "batch", {}, batch("ftp://x"))).status).toBe(400);
  expect(await account.messages()).toEqual([]);
  expect((await account.api("POST", "batch", {}, batch(receiver.url))).status).toBe(201);
  await receiver.arrived(1);
  await account.pass(MINUTE);
  await receiver.arrived(2);
  expect(receiver.received.map(({ body }) => body)).toEqual(["1", "2"]);
});

test("nothing leaves before its delay, or the moment of Upstash-Not-Before, which wins", async () => {
  const inTwo = String(Math.ceil((Date.now() + 2 * MINUTE) / 1000));
  await account.publish(receiver.url, { "upstash-delay": "1m" });
  await account.publish(receiver.url, { "upstash-delay": "1s", "upstash-not-before": inTwo });
  await quiet();
  expect(receiver.received).toHaveLength(0);
  await account.pass(MINUTE);
  await receiver.arrived(1);
  await account.pass(MINUTE + 2_000);
  await receiver.arrived(2);
});

test("a second message with a known deduplication id is accepted and not kept, for ten minutes", async () => {
  const send = () => account.publish(receiver.url, { "upstash-deduplication-id": "slot" });
  const first = await send();
  expect(await send()).toEqual({ ...first, deduplicated: true });
  const headers = { "upstash-deduplication-id": "slot" };
  expect((await account.api("POST", `publish/${receiver.url}`, headers, "{}")).status).toBe(202);
  await receiver.arrived(1);
  await account.pass(9 * MINUTE);
  expect((await send()).deduplicated).toBe(true);
  await account.pass(MINUTE);
  expect((await send()).messageId).not.toBe(first.messageId);
  await receiver.arrived(2);
});

test.each([
  ["no scheme", "127.0.0.1/x", {}],
  ["an address outside this machine", "https://shop.example/x", {}],
  ["more retries than the plan has", null, { "upstash-retries": "4" }],
  ["a delay that is none", null, { "upstash-delay": "soon" }],
  ["a delay beyond the plan", null, { "upstash-delay": "8d" }],
  ["a moment that is none", null, { "upstash-not-before": "1.5" }],
  ["a key that is none", null, { "upstash-flow-control-key": "a b", "upstash-flow-control-value": "rate=1" }],
  ["limits without a key", null, { "upstash-flow-control-value": "parallelism=1" }],
  ["a key without limits", null, { "upstash-flow-control-key": "a" }],
  ["a limit that is none", null, { "upstash-flow-control-key": "a", "upstash-flow-control-value": "rate=x" }],
] as [string, string | null, Record<string, string>][])("refused: %s", async (_name, url, headers) => {
  const refused = await account.api("POST", `publish/${url ?? receiver.url}`, headers, "{}");
  expect(refused.status).toBe(400);
  expect(await account.messages()).toEqual([]);
});

test("a message over one megabyte is 413, and another token 401", async () => {
  const large = await account.api("POST", `publish/${receiver.url}`, {}, "x".repeat(1_048_577));
  expect(large.status).toBe(413);
  const stranger = { authorization: "Bearer nonsense" };
  expect((await account.api("POST", `publish/${receiver.url}`, stranger, "{}")).status).toBe(401);
  expect((await account.api("GET", "keys", stranger)).status).toBe(401);
});

test("a pending message can be looked at and cancelled", async () => {
  const { messageId } = await account.publish(receiver.url, { "upstash-delay": "1m" });
  expect(await account.api("GET", `messages/${messageId}`)).toMatchObject({
    status: 200,
    json: { messageId },
  });
  expect((await account.api("DELETE", `messages/${messageId}`)).status).toBe(202);
  expect((await account.api("GET", `messages/${messageId}`)).status).toBe(404);
  await account.pass(MINUTE);
  await quiet();
  expect(receiver.received).toHaveLength(0);
});
