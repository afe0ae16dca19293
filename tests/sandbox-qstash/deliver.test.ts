import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { type Account, openAccount, openReceiver, quiet, type Receiver } from "./account";

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

/** All messages have come to this state. */
const all = (state: string) =>
  vi.waitFor(
    async () => {
      const messages = await account.messages();
      expect(new Set(messages.map((one) => one.state))).toEqual(new Set([state]));
    },
    { timeout: 10_000 },
  );
const retried = (count: number) =>
  vi.waitFor(async () => expect((await account.messages())[0]?.retried).toBe(count), { timeout: 10_000 });
const failed = z.object({ messages: z.array(z.looseObject({ dlqId: z.string(), messageId: z.string() })) });

test.each([500, 404, 302])(
  "%i is sent again after 12 s, 2 min 28 s and 30 min, then it is dead",
  async (code) => {
    receiver.answer = code;
    const { messageId } = await account.publish(receiver.url);
    for (const [attempt, seconds] of [12, 148, 1_808].entries()) {
      await receiver.arrived(attempt + 1);
      await retried(attempt + 1);
      await account.pass((seconds - 7) * 1_000);
      await quiet();
      expect(receiver.received).toHaveLength(attempt + 1);
      await account.pass(8_000);
    }
    await receiver.arrived(4);
    await all("failed");
    expect(new Set(receiver.received.map(({ headers }) => headers["upstash-message-id"]))).toEqual(
      new Set([messageId]),
    );
    expect(receiver.received.map(({ headers }) => headers["upstash-retried"])).toEqual(["0", "1", "2", "3"]);
  },
);

test("a dead message waits in the queue of the dead, and may be sent once more under a new id", async () => {
  receiver.answer = 500;
  const { messageId } = await account.publish(receiver.url, { "upstash-retries": "0" });
  await all("failed");
  const [dead] = failed.parse((await account.api("GET", "dlq")).json).messages;
  expect(dead).toMatchObject({ messageId, responseStatus: 500 });
  receiver.answer = 200;
  const again = await account.api("POST", `dlq/retry/${dead?.dlqId}`);
  expect(again.json).not.toEqual({ messageId });
  await receiver.arrived(2);
  expect(failed.parse((await account.api("GET", "dlq")).json).messages).toEqual([]);
});

test("489 with its header ends the retries at once", async () => {
  receiver.answer = 489;
  receiver.headers = { "upstash-nonretryable-error": "true" };
  await account.publish(receiver.url);
  await all("failed");
  expect(receiver.received).toHaveLength(1);
});

test("an answer that comes too late is none", async () => {
  receiver.delayMs = 3_000;
  await account.publish(receiver.url, { "upstash-timeout": "1s" });
  await retried(1);
  expect((await account.messages())[0]?.attempts[0]?.status).toBeNull();
});

test("flow control: as many at once, and as many in a period, as the key allows; other keys do not wait", async () => {
  receiver.delayMs = 250;
  const flow = (key: string, value: string) => ({
    "upstash-flow-control-key": key,
    "upstash-flow-control-value": value,
  });
  for (let number = 0; number < 3; number += 1)
    await account.publish(receiver.url, flow("one", "parallelism=1, rate=2, period=1m"));
  await receiver.arrived(2);
  expect(receiver.most).toBe(1);
  await quiet();
  expect(receiver.received).toHaveLength(2);
  await account.publish(receiver.url, flow("other", "parallelism=1"));
  await receiver.arrived(3);
  await account.pass(60_000);
  await receiver.arrived(4);
});

test("copies: every message comes five times, between others, or five times at once past its flow control", async () => {
  await account.set({ copies: 5, order: "shuffle", seed: 3, deliver: "hold" });
  const flow = { "upstash-flow-control-key": "k", "upstash-flow-control-value": "parallelism=1" };
  for (const body of ["a", "b", "c"]) await account.publish(receiver.url, flow, body);
  await account.set({ deliver: "send" });
  await receiver.arrived(15);
  await all("delivered");
  const came = receiver.received.map(({ body }) => body).join("");
  expect([...came].sort().join("")).toBe("aaaaabbbbbccccc");
  expect(came).not.toBe("aaaaabbbbbccccc");
  expect(receiver.most).toBe(1);
  await account.set({ together: true });
  receiver.delayMs = 1_000;
  await account.publish(receiver.url, flow, "d");
  await receiver.arrived(20);
  expect(receiver.most).toBe(5);
});

test("a delivered message is sent again when asked to, and a lost one never comes", async () => {
  const { messageId } = await account.publish(receiver.url);
  await all("delivered");
  await account.control("POST", "redeliver", { ids: [messageId] });
  await receiver.arrived(2);
  await account.set({ deliver: "lose" });
  await account.publish(receiver.url);
  await account.set({ deliver: "send" });
  await quiet();
  expect(receiver.received).toHaveLength(2);
});

test("what was under way when it ended is sent again by its successor", async () => {
  const dir = mkdtempSync(join(tmpdir(), "qstash-"));
  const first = await openAccount({ dir });
  await first.set({ deliver: "hold" });
  await first.publish(receiver.url, {}, "kept");
  const { token } = await first.keys();
  await first.close();
  const second = await openAccount({ dir });
  expect((await second.keys()).token).toBe(token);
  await second.set({ deliver: "send" });
  await receiver.arrived(1);
  expect(receiver.received[0]?.body).toBe("kept");
  await second.close();
  rmSync(dir, { recursive: true });
});
