import { setTimeout as wait } from "node:timers/promises";
import type { TaskName } from "../runs";
import type { Qstash } from "./settings";

/** A call that QStash is to make: a task for one platform, or (null) for what belongs to none. */
export interface Message {
  task: TaskName;
  platform: string | null;
  /** Of several with one slot only the first is kept (for ten minutes: https://upstash.com/docs/qstash/features/deduplication). */
  slot: string;
  /** Whole seconds; at once when absent. */
  notBefore?: Date;
}

/** What takes messages. */
export interface Queue {
  /** All or none. @throws Error when they may not have arrived. */
  publish(messages: Message[]): Promise<void>;
}

/** After 12 s, 2 min 28 s and 30 min: https://upstash.com/docs/qstash/features/retry; then the schedule comes again. */
const RETRIES = 3;
/** As long as one of our functions lives. */
const LONGEST_CALL_S = 300;
const PUBLISH_MS = 10_000;

/** The queue of an account. Ids and keys begin with our own host: several deployments may share one account. */
export function qstashQueue({ url, token, appUrl }: Qstash): Queue {
  const own = new URL(appUrl).host.replace(/[^\w.-]/g, "-");
  const toRequest = ({ task, platform, slot, notBefore }: Message) => ({
    url: `${appUrl}/api/cron/${task}`,
    body: { platform },
    deduplicationId: [own, task, platform ?? "rest", slot].join("_"),
    retries: RETRIES,
    timeout: LONGEST_CALL_S,
    // One call at a time for a platform, whatever its task, and not more than its lane can use.
    flowControl: { key: `${own}_${platform ?? "rest"}`, parallelism: 1, rate: 20, period: "1m" as const },
    ...(notBefore ? { notBefore: notBefore.getTime() / 1000 } : {}),
  });
  return {
    async publish(messages) {
      if (messages.length === 0) return;
      // Loaded only where it is configured. With QSTASH_DEV in the environment it would fetch a server of its own.
      const { Client } = await import("@upstash/qstash");
      const client = new Client({
        baseUrl: url,
        token,
        devMode: false,
        enableTelemetry: false,
        retry: { retries: 1, backoff: () => 200 },
      });
      const late = new AbortController();
      const tooLate = wait(PUBLISH_MS, undefined, { signal: late.signal }).then(() => {
        throw new Error(`QStash did not answer within ${PUBLISH_MS / 1000} s.`);
      });
      try {
        await Promise.race([client.batchJSON(messages.map(toRequest)), tooLate]);
      } finally {
        late.abort();
      }
    },
  };
}
