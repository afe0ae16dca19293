import { z } from "zod";
import { door } from "../support/markets";
import type { ProductServer } from "../support/server";
import type { House } from "./house";

const tasks = ["auto-list", "sync-sales", "run-agent", "reconcile", "expire-actions", "adjust-prices"];
/** Etsy's tokens are renewed five minutes before they end: with these, every twenty seconds. */
const TOKEN_S = 320;
/** A call at a real shop takes longer; enough that a kill finds a call on its way. */
const LATENCY_MS = 120;
/** Share of all calls that fail. A throttled call without a word of when would stop a platform for a minute. */
const RATE = 0.04;
const kinds = ["timeout_before", "timeout_after", "error_before", "error_after", "reset_before"];
kinds.push("reset_after", "html", "truncated");
/** The calls whose lost answers make doubles where somebody trusts an answer too much. */
const creates = [
  { door: "etsy", match: { method: "POST", path: "/shops/\\d+/listings$" } },
  { door: "etsy", match: { method: "POST", path: "/(files|images)$" } },
  { door: "gumroad", match: { method: "POST", path: "^/v2/products$" } },
  { door: "gumroad", match: { method: "POST", path: "/files/(presign|complete)$" } },
  { door: "uploads", match: { method: "PUT" } },
] as const;
const afterEffect = ["error_after", "reset_after", "timeout_after"];

/** What goes wrong around the servers, at moments and in ways that `random` gives. */
export async function openTrouble({ markets, query }: House, random: () => number) {
  const { upload_url } = z
    .object({ upload_url: z.string() })
    .parse(await markets.doors.gumroad("GET", "books"));
  const doors = { etsy: markets.doors.etsy, gumroad: markets.doors.gumroad, uploads: door(upload_url) };
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] ?? never();

  return {
    origins: { ...markets.origins, uploads: upload_url },
    async begin(): Promise<void> {
      await doors.etsy("POST", "set", { access_token_s: TOKEN_S, list_lag_ms: 100 });
      for (const each of Object.values(doors)) {
        const seed = Math.floor(random() * 2 ** 31);
        await each("POST", "faults", { random: { seed, rate: RATE, kinds } });
        await each("POST", "faults", { latency_ms: LATENCY_MS });
      }
    },
    async end(): Promise<void> {
      await doors.etsy("POST", "set", { access_token_s: 3_600 });
      for (const each of Object.values(doors)) await each("DELETE", "faults");
    },
    /** The answer to the next create or upload of one sort is lost after its effect. */
    async loseAnAnswer(): Promise<void> {
      const { door: name, match } = pick(creates);
      await doors[name]("POST", "faults", { match, kind: pick(afterEffect) });
    },
    /** Etsy ends the access token early; in every third time the answer to its renewal is lost as well. */
    async endAccess(lost: boolean): Promise<void> {
      const match = { method: "POST", path: "/oauth/token$" };
      if (lost) await doors.etsy("POST", "faults", { match, kind: "reset_after" });
      await doors.etsy("POST", "access-ended", {});
    },
    /** The schedules' calls: the same task twice at once, and once more late. Nobody waits for the answers. */
    cronCalls(servers: ProductServer[]): void {
      const task = pick(tasks);
      const call = ({ url, cronSecret }: ProductServer) =>
        fetch(`${url}/api/cron/${task}`, { headers: { authorization: `Bearer ${cronSecret}` } })
          .then((reply) => reply.text())
          .catch(() => "");
      for (const server of servers) void Promise.all([call(server), call(server)]);
      const [late] = servers;
      if (late) setTimeout(() => void call(late), random() * 2_000);
    },
    /** Cuts one connection off, a working one if there is any. */
    endBackend: () =>
      query(`select pg_terminate_backend(pid) from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid()
        order by state <> 'idle' desc, random() limit 1`),
  };
}

function never(): never {
  throw new Error("an empty list");
}
