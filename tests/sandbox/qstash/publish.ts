import { duration, flowOf, forwarded, whole } from "@/tests/sandbox/qstash/headers";
import { Refused } from "@/tests/sandbox/qstash/refused";
import type { Message } from "@/tests/sandbox/qstash/rows";
import { newKey, type World } from "@/tests/sandbox/qstash/world";

const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;
const MAX_BYTES = 1_048_576;
/** Of the free plan: https://upstash.com/pricing/qstash */
const MAX_RETRIES = 3;
const MAX_DELAY_MS = 7 * 86_400_000;
const MAX_CALL_MS = 15 * 60_000;
/** https://upstash.com/docs/qstash/features/deduplication */
const DEDUPLICATION_MS = 10 * 60_000;

export type Published = { messageId: string; url: string; deduplicated?: true };
export type Publishing = { destination: string; headers: Record<string, string>; body: string };

/** Takes one message; a second one with a known deduplication id is accepted and not kept. @throws Refused. */
export function publish(world: World, given: Publishing): Published {
  const message = read(world, given);
  const known = message.deduplication_id && world.deduplications.get(message.deduplication_id);
  if (known && known.at_ms + DEDUPLICATION_MS > message.created_ms)
    return { messageId: known.message_id, url: message.url, deduplicated: true };
  if (message.deduplication_id !== null)
    world.deduplications.put(message.deduplication_id, {
      message_id: message.id,
      at_ms: message.created_ms,
    });
  world.messages.put(message.id, message);
  return { messageId: message.id, url: message.url };
}

/** All of a batch or none. @throws Refused. */
export function publishAll(world: World, all: Publishing[]): Published[] {
  for (const one of all) read(world, one);
  return all.map((one) => publish(world, one));
}

function read(world: World, { destination, headers, body }: Publishing): Message {
  const now = world.clock.now().getTime();
  if (Buffer.byteLength(body) > MAX_BYTES) throw new Refused(413, "message size exceeds the limit of 1 MB");
  return {
    id: newKey("msg"),
    url: addressOf(destination),
    method: (headers["upstash-method"] ?? "POST").toUpperCase(),
    headers: forwarded(headers),
    body,
    deduplication_id: headers["upstash-deduplication-id"] ?? null,
    flow: flowOf(headers),
    retries: retriesOf(headers),
    timeout_ms: Math.min(duration(headers["upstash-timeout"] ?? "15m", "Upstash-Timeout"), MAX_CALL_MS),
    created_ms: now,
    due_ms: dueOf(headers, now),
    retried: 0,
    state: world.switches().deliver === "lose" ? "cancelled" : "pending",
    attempts: [],
  };
}

/** The real one takes public addresses only, this one nothing else than this machine. */
function addressOf(destination: string): string {
  if (!/^https?:\/\//.test(destination) || !URL.canParse(destination))
    throw new Refused(400, "invalid destination url: endpoint has invalid scheme, add http:// or https://");
  if (!LOOPBACK.test(new URL(destination).hostname)) throw new Refused(400, `${destination} is not loopback`);
  return destination;
}

function retriesOf(headers: Record<string, string>): number {
  const retries = whole(headers["upstash-retries"] ?? String(MAX_RETRIES), "Upstash-Retries");
  if (retries > MAX_RETRIES) throw new Refused(400, `retries exceed the limit of ${MAX_RETRIES}`);
  return retries;
}

/** `Upstash-Not-Before`, epoch seconds, wins over `Upstash-Delay`. */
function dueOf(headers: Record<string, string>, now: number): number {
  const notBefore = headers["upstash-not-before"];
  const delay = headers["upstash-delay"];
  const due =
    notBefore !== undefined
      ? whole(notBefore, "Upstash-Not-Before") * 1_000
      : now + (delay === undefined ? 0 : duration(delay, "Upstash-Delay"));
  if (due > now + MAX_DELAY_MS) throw new Refused(400, "delay exceeds the limit of 7 days");
  return Math.max(due, now);
}
