import { Refused } from "@/tests/sandbox/qstash/refused";
import type { Message } from "@/tests/sandbox/qstash/rows";
import { newKey, type World } from "@/tests/sandbox/qstash/world";

/** Messages whose last attempt failed: https://upstash.com/docs/qstash/features/dlq */
export function listFailed(world: World) {
  const messages = world.messages.all().filter(({ state }) => state === "failed");
  return { messages: messages.map((message) => ({ dlqId: idOf(message), ...shown(message) })) };
}

/** A new message like the failed one, which leaves the queue. @throws Refused. */
export function retryFailed(world: World, dlqId: string) {
  const message = find(world, dlqId);
  const now = world.clock.now().getTime();
  const again: Message = {
    ...message,
    id: newKey("msg"),
    created_ms: now,
    due_ms: now,
    retried: 0,
    state: "pending",
    attempts: [],
  };
  world.messages.put(again.id, again);
  removeFailed(world, dlqId);
  return { messageId: again.id };
}

/** @throws Refused. */
export function removeFailed(world: World, dlqId: string): void {
  const message = find(world, dlqId);
  world.messages.put(message.id, { ...message, state: "cancelled" });
}

/** A message as the API tells it. */
export function shown({ id, url, method, body, created_ms, due_ms, retries, attempts }: Message) {
  const last = attempts.at(-1);
  return {
    messageId: id,
    url,
    method,
    body,
    maxRetries: retries,
    createdAt: created_ms,
    notBefore: due_ms,
    ...(last?.status ? { responseStatus: last.status } : {}),
  };
}

function find(world: World, dlqId: string): Message {
  const message = world.messages.all().find((one) => one.state === "failed" && idOf(one) === dlqId);
  if (!message) throw new Refused(404, `message ${dlqId} not found in dlq`);
  return message;
}

function idOf({ id }: Message): string {
  return `dlq_${id}`;
}
