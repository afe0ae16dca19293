/** One call as seen at the door; `status` is null until an answer left, and stays null when none did. */
export type Call = { at: string; method: string; path: string; status: number | null; fault?: string };

const KEPT = 2000;

export type Calls = {
  begin(call: Call, pattern: string): void;
  report(): { total: number; by: Record<string, number>; last: Call[] };
  /** The report so far; counting begins anew. */
  take(): ReturnType<Calls["report"]>;
};

/** Counters by "METHOD path-pattern" and the last 2,000 calls. */
export function countCalls(): Calls {
  let total = 0;
  let by = new Map<string, number>();
  let last: Call[] = [];
  const report = () => ({ total, by: Object.fromEntries(by), last: last.slice(-KEPT) });
  return {
    begin(call, pattern) {
      const key = `${call.method} ${pattern}`;
      total += 1;
      by.set(key, (by.get(key) ?? 0) + 1);
      last.push(call);
      if (last.length > KEPT * 2) last = last.slice(-KEPT);
    },
    report,
    take() {
      const taken = report();
      total = 0;
      by = new Map();
      last = [];
      return taken;
    },
  };
}
