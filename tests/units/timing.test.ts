import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoff, brokenInequality, defaultTiming, parseTiming, slackMs, uploadMs } from "@/lib/timing";

const refusal = (text: string) => {
  try {
    parseTiming(text);
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "?";
  }
};

describe("timing", () => {
  it("the defaults keep the inequalities", () => {
    expect(brokenInequality(defaultTiming)).toBeNull();
    expect(parseTiming(undefined)).toBe(defaultTiming);
    expect(parseTiming("default")).toBe(defaultTiming);
  });

  it.each([
    ["{", /^AGENT_TIMING is neither "default" nor JSON\.$/],
    ['{"reed_ms": 5}', /^AGENT_TIMING: .*reed_ms/],
    ['{"read_ms": 0}', /^AGENT_TIMING: read_ms: /],
    ['{"backoff_ms": []}', /^AGENT_TIMING: backoff_ms: /],
    [
      '{"settle_ms": 90000}',
      /create_ms \+ list_lag_ms \(90000\) must be smaller than settle_ms \(90000\)\.$/,
    ],
    [
      '{"lease_ms": 75000}',
      /lease_ms \(75000\) must be larger than create_ms \+ read_ms \+ slack \(75000\)\.$/,
    ],
  ])("%s is refused with a sentence", (text, sentence) => {
    expect(refusal(text)).toMatch(sentence);
  });

  it("whatever is accepted keeps both inequalities", () => {
    const ms = fc.integer({ min: 1, max: 100_000 });
    const given = fc.record({ read_ms: ms, create_ms: ms, settle_ms: ms, list_lag_ms: ms, lease_ms: ms });
    fc.assert(
      fc.property(given, (json) => {
        if (refusal(JSON.stringify(json))) return;
        const timing = parseTiming(JSON.stringify(json));
        expect(timing.createMs + timing.listLagMs).toBeLessThan(timing.settleMs);
        expect(timing.createMs + timing.readMs + slackMs(timing)).toBeLessThan(timing.leaseMs);
      }),
      { seed: 9, numRuns: 2_000 },
    );
  });

  it("waits longer each time, at most a fifth more than planned, and the last wait repeats", () => {
    const waits = [0, 1, 2, 6, 7, 99].map((times) => backoff(defaultTiming, times, () => 0));
    expect(waits).toEqual([15_000, 15_000, 60_000, 21_600_000, 21_600_000, 21_600_000]);
    expect(backoff(defaultTiming, 1, () => 0.999_999)).toBe(18_000);
  });

  it("an upload gets 30 s and its size at the slowest rate", () => {
    expect(uploadMs(defaultTiming, 20_000_000)).toBe(30_000 + 78_125);
  });
});
