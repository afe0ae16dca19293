import { countFlows } from "@/tests/sandbox/qstash/flow";
import type { Message } from "@/tests/sandbox/qstash/rows";
import { signatureFor } from "@/tests/sandbox/qstash/sign";
import type { World } from "@/tests/sandbox/qstash/world";

/** The answer that ends all retries, together with the header `Upstash-NonRetryable-Error: true`. */
const NON_RETRYABLE = 489;

type Answered = { status: number | null; final: boolean };

/** Begins every call that is due and allowed, without waiting for its end. */
export function startDeliveries(world: World): { look(): void; ended(): Promise<void> } {
  const flows = countFlows();
  const underWay = new Map<string, Promise<void>>();

  async function attempt(message: Message): Promise<void> {
    const { copies, together } = world.switches();
    const calls = Array.from({ length: together ? copies : 1 }, () => post(world, message));
    for (const answered of await Promise.all(calls)) note(world, message.id, answered);
    flows.end(message.flow);
    underWay.delete(message.id);
    world.books.flush();
  }

  return {
    look() {
      if (world.switches().deliver !== "send") return;
      const now = world.clock.now().getTime();
      for (const message of inOrder(world, now)) {
        if (underWay.has(message.id) || !flows.begin(message.flow, now)) continue;
        underWay.set(message.id, attempt(message));
      }
    },
    async ended() {
      await Promise.all(underWay.values());
    },
  };
}

function inOrder(world: World, now: number): Message[] {
  const { order, seed } = world.switches();
  const due = world.messages
    .all()
    .filter(({ state, due_ms }) => state === "pending" && due_ms <= now)
    .sort((left, right) => left.due_ms - right.due_ms);
  if (order === "reverse") return due.reverse();
  if (order === "due") return due;
  const rank = ({ id, attempts }: Message) => mix(`${seed} ${id} ${attempts.length}`);
  return due.sort((left, right) => rank(left) - rank(right));
}

/** 2xx is success, anything else comes again later: https://upstash.com/docs/qstash/features/retry */
function note(world: World, id: string, { status, final }: Answered): void {
  const message = world.messages.get(id);
  if (!message) return;
  const now = world.clock.now();
  const { retried } = message;
  const attempts = [...message.attempts, { at: now.toISOString(), status, retried }];
  const next: Message = { ...message, attempts };
  const done = (each: number | null) => each !== null && each >= 200 && each < 300;
  if (message.state === "pending" && done(status)) {
    const successes = attempts.filter((one) => done(one.status)).length;
    if (successes >= world.switches().copies) next.state = "delivered";
  } else if (message.state === "pending" && (final || retried >= message.retries)) {
    next.state = "failed";
  } else if (message.state === "pending") {
    next.retried = retried + 1;
    next.due_ms = now.getTime() + 1_000 * Math.min(86_400, Math.exp(2.5 * next.retried));
  }
  world.messages.put(id, next);
}

async function post(world: World, message: Message): Promise<Answered> {
  const { url, method, body, id, retried, timeout_ms } = message;
  const headers = {
    ...message.headers,
    "user-agent": "Upstash-QStash",
    "upstash-signature": signatureFor(world, url, body),
    "upstash-message-id": id,
    "upstash-retried": String(retried),
  };
  const sent = method === "GET" || method === "HEAD" ? {} : { body };
  try {
    const signal = AbortSignal.timeout(timeout_ms);
    const response = await fetch(url, { method, headers, ...sent, redirect: "manual", signal });
    await response.arrayBuffer();
    const final =
      response.status === NON_RETRYABLE && response.headers.get("upstash-nonretryable-error") === "true";
    return { status: response.status, final };
  } catch {
    return { status: null, final: false };
  }
}

/** A number that looks random and is the same for the same text. */
function mix(text: string): number {
  let hash = 2_166_136_261;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619);
  return hash >>> 0;
}
