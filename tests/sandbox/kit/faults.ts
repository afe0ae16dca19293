import { z } from "zod";

const kindSchema = z.enum([
  "timeout_before",
  "timeout_after",
  "error_before",
  "error_after",
  "rate_limited",
  "reset_before",
  "reset_after",
  "html",
  "truncated",
]);

const matchSchema = z.strictObject({ method: z.string().optional(), path: z.string().optional() });

const faultSchema = z.strictObject({
  /** `path` is the source of a regular expression, tried on the path without the query. */
  match: matchSchema.default({}),
  kind: kindSchema,
  times: z.int().positive().default(1),
  /** So many matching calls pass before the first fault. */
  after_calls: z.int().nonnegative().default(0),
  /** Waits before answering; for the two timeouts: how long the socket stays open (default two minutes). */
  delay_ms: z.int().nonnegative().optional(),
  status: z.int().min(400).max(599).optional(),
  /** Seconds, sent as `retry-after` with a 429 or 5xx. */
  retry_after: z.int().nonnegative().optional(),
});

const randomSchema = z.strictObject({
  seed: z.int(),
  /** Share of matching calls that fail, 0 to 1. */
  rate: z.number().min(0).max(1),
  kinds: z.array(kindSchema).min(1),
  match: matchSchema.default({}),
});

const latencySchema = z.strictObject({ latency_ms: z.int().nonnegative() });

const requestSchema = z.union([
  latencySchema,
  z.strictObject({ random: randomSchema }),
  z.array(faultSchema),
  faultSchema.transform((fault) => [fault]),
]);

export type Fault = Pick<z.infer<typeof faultSchema>, "kind" | "delay_ms" | "status" | "retry_after">;

export type Faults = {
  /**
   * Takes one fault, an array of them, `{random: {seed, rate, kinds, match?}}`, or `{latency_ms}`, which every call takes
   * from then on: half before its effect and half after; throws a ZodError otherwise.
   */
  add(body: unknown): void;
  clear(): void;
  /** The fault this call meets, used up by asking. Listed faults go before random ones. */
  next(method: string, path: string): Fault | undefined;
  latencyMs(): number;
  list(): object;
};

export function makeFaults(): Faults {
  let listed: { fault: z.infer<typeof faultSchema>; pass: number; left: number }[] = [];
  let latencyMs = 0;
  let random: { rule: z.infer<typeof randomSchema>; chance: () => number } | undefined;
  return {
    add(body) {
      const parsed = requestSchema.parse(body);
      if ("latency_ms" in parsed) latencyMs = parsed.latency_ms;
      else if ("random" in parsed) random = { rule: parsed.random, chance: seeded(parsed.random.seed) };
      else listed.push(...parsed.map((fault) => ({ fault, pass: fault.after_calls, left: fault.times })));
    },
    clear() {
      listed = [];
      random = undefined;
      latencyMs = 0;
    },
    next(method, path) {
      for (const entry of listed) {
        if (entry.left === 0 || !matches(entry.fault.match, method, path)) continue;
        if (entry.pass > 0) {
          entry.pass -= 1;
          continue;
        }
        entry.left -= 1;
        return entry.fault;
      }
      if (random === undefined || !matches(random.rule.match, method, path)) return undefined;
      if (random.chance() >= random.rule.rate) return undefined;
      const kind = random.rule.kinds[Math.floor(random.chance() * random.rule.kinds.length)];
      return kind === undefined ? undefined : { kind };
    },
    latencyMs: () => latencyMs,
    list: () => ({
      faults: listed.map(({ fault, left }) => ({ ...fault, left })),
      random: random?.rule ?? null,
    }),
  };
}

function matches(match: z.infer<typeof matchSchema>, method: string, path: string): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  return match.path === undefined || new RegExp(match.path).test(path);
}

/** mulberry32: a small generator, good enough to spread faults and the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
