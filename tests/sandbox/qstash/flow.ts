import type { Flow } from "@/tests/sandbox/qstash/rows";

export type FlowControl = {
  /** Whether one more call may begin now; if so it is counted. */
  begin(flow: Flow | null, now: number): boolean;
  end(flow: Flow | null): void;
};

/** Counts by key, never by address. What is over a limit waits; nothing is refused. */
export function countFlows(): FlowControl {
  const active = new Map<string, number>();
  const periods = new Map<string, { from: number; begun: number }>();
  return {
    begin(flow, now) {
      if (flow === null) return true;
      const under = active.get(flow.key) ?? 0;
      if (flow.parallelism !== null && under >= flow.parallelism) return false;
      const last = periods.get(flow.key);
      const period = last && now < last.from + flow.period_ms ? last : { from: now, begun: 0 };
      if (flow.rate !== null && period.begun >= flow.rate) return false;
      periods.set(flow.key, { ...period, begun: period.begun + 1 });
      active.set(flow.key, under + 1);
      return true;
    },
    end(flow) {
      if (flow !== null) active.set(flow.key, (active.get(flow.key) ?? 1) - 1);
    },
  };
}
