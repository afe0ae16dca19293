import { describe, expect, it } from "vitest";
import type { Db } from "@/db/client";
import { callsOf } from "@/lib/agent/pace";
import { at, type Change, live, oneTurn } from "./one-turn";

/** A turn whose upload makes so many calls (worst case 65 s each); `between` runs after each. */
function uploading(
  calls: number,
  change: Change = {},
  between: (turn: ReturnType<typeof oneTurn>) => void = () => {},
) {
  const turn = oneTurn({
    ...change,
    work: { step: "upload", ...change.work },
    listing: {
      read: async () => live,
      upload: async (session) => {
        for (let n = 1; n < calls; n += 1) {
          between(turn);
          await session.fetch(`call ${n}`, { method: "POST" });
          turn.log.push(`call ${n} at ${(turn.lane.world.now().getTime() - at(0).getTime()) / 1000}`);
        }
      },
    },
  });
  return turn;
}
const granted = (startAt: Date, intervalMs: number) => ({
  budgets: {
    ...oneTurn().lane.budgets,
    take: async () => ({ granted: true as const, startAt, intervalMs }),
  },
});

describe("the pace of calls", () => {
  it("begins with the slot that was granted and keeps the distance of slots", async () => {
    const turn = uploading(3, { lane: granted(at(2), 500) });
    await turn.run();
    expect(turn.log.filter((line) => /sleep|call/.test(line)).slice(0, 5)).toEqual([
      "sleep 2000",
      "sleep 500",
      "call 1 at 2.5",
      "sleep 500",
      "call 2 at 3",
    ]);
  });

  it("is shared by all turns of the process: a slot that another one took is waited for", async () => {
    const turn = uploading(1, { lane: { ...granted(at(0), 250), calls: { nextAt: at(1).getTime() } } });
    await turn.run();
    expect(turn.log.slice(0, 2)).toEqual(["upload r1", "sleep 1000"]);
    expect(turn.lane.calls.nextAt).toBe(turn.lane.world.now().getTime() + 250);
  });

  it("is looked at again after a sleep that was too short", async () => {
    const turn = uploading(1, { lane: granted(at(2), 0) });
    const { sleep } = turn.lane.world;
    turn.lane.world.sleep = (ms) => sleep(Math.ceil(ms / 2));
    await turn.run();
    expect(turn.log.slice(1, 3)).toEqual(["sleep 1000", "sleep 500"]);
    expect(turn.lane.world.now().getTime()).toBeGreaterThanOrEqual(at(2).getTime());
  });

  it("is the same for all runs of a process on one database and platform, and nobody else's", () => {
    const [one, other] = [{} as Db, {} as Db];
    expect(callsOf(one, 1)).toEqual({ nextAt: 0 });
    callsOf(one, 1).nextAt = 5;
    callsOf(one, 2).nextAt = 7;
    expect([callsOf(one, 1).nextAt, callsOf(one, 2).nextAt, callsOf(other, 1).nextAt]).toEqual([5, 7, 0]);
  });
});

describe("a call", () => {
  it("begins only if the run has time for its longest duration", async () => {
    const fits = uploading(1, { lane: { deadline: at(65) } });
    expect(await fits.run()).toBe("listed");
    const tight = uploading(1, { lane: { deadline: at(64.999), startedAt: at(-60) } });
    expect(await tight.run()).toBe("stop");
    expect(tight.writes).toEqual([
      {
        verb: "advance",
        step: "upload",
        due: at(0),
        intentAt: null,
        notes: {},
        attempt: 0,
        misses: 0,
        message: null,
        at: at(0),
      },
    ]);
  });

  it("for which there is no time takes its intent back, but not one of an earlier turn", async () => {
    const short = { deadline: at(10), startedAt: at(-100) };
    const first = oneTurn({ work: { step: "create" }, lane: short });
    expect(await first.run()).toBe("stop");
    expect(first.writes.at(-1)).toMatchObject({ step: "create", due: at(0), intentAt: null });
    const earlier = oneTurn({ work: { step: "create", intentAt: at(-5) }, lane: short });
    expect(await earlier.run()).toBe("stop");
    expect(earlier.writes).toMatchObject([{ step: "create", intentAt: at(-5) }]);
  });

  it.each([
    [-0.99, 10, "listed"],
    [-1, 10, "stop"],
    [-0.99, 65, "stop"],
  ])("longer than a whole run may begin in its first tenth (%d, %d: %s)", async (began, length, end) => {
    const startedAt = at(began);
    const lane = { startedAt, deadline: new Date(startedAt.getTime() + length * 1000) };
    const turn = uploading(1, { lane });
    turn.lane.platform.listing.enrich = async () => {};
    turn.lane.platform.listing.publish = async () => {};
    turn.lane.platform.listing.read = async () => live;
    expect(await turn.run()).toBe(end);
  });

  it("renews a lease that it may outlive, before it begins", async () => {
    // 180 s of lease hold for a call of 65 s until 115 s have passed.
    const enough = uploading(2, {}, (turn) => turn.pass(115));
    await enough.run();
    expect(enough.log.slice(0, 3)).toEqual(["upload r1", "call 1 at 115", "write enrich"]);
    const late = uploading(2, {}, (turn) => turn.pass(115.001));
    await late.run();
    expect(late.log.slice(0, 3)).toEqual(["upload r1", "write upload", "call 1 at 115.001"]);
    expect(late.writes[0]).toMatchObject({ step: "upload", due: at(295.001), message: null });
  });

  it("longer than a lease renews it for as long as itself and the slack", async () => {
    const turn = oneTurn({
      work: { step: "upload" },
      lane: {
        open: async (hooks) => {
          return { ...session, fetch: () => hooks.before(300_000).then(() => new Response()) };
        },
      },
    });
    const session = await oneTurn().lane.open({ before: async () => {}, sawLimits: () => {} });
    await turn.run();
    expect(turn.writes[0]).toMatchObject({ step: "upload", due: at(305) });
  });

  it("does not begin after the lease has ended", async () => {
    const last = uploading(2, {}, (turn) => turn.pass(180));
    expect(await last.run()).toBe("listed");
    const over = uploading(2, {}, (turn) => turn.pass(180.001));
    expect(await over.run()).toBe("waits");
    expect(over.log).not.toContain("call 1 at 180.001");
    expect(over.writes).toMatchObject([{ step: "upload", due: at(180.001), message: null }]);
  });

  it("after a renewal is measured by the new lease", async () => {
    const turn = uploading(4, {}, (turn) => turn.pass(120));
    expect(await turn.run()).toBe("listed");
    expect(turn.log.filter((line) => line === "write upload")).toHaveLength(3);
  });
});

describe("a turn that gets no calls now", () => {
  const without = (retryAt: Date | null) => ({
    budgets: { ...oneTurn().lane.budgets, take: async () => ({ granted: false as const, retryAt }) },
  });

  it("waits until there are some, and says so", async () => {
    const turn = oneTurn({ work: { step: "create", notes: { kept: 1 } }, lane: without(at(30)) });
    expect(await turn.run()).toBe("waits");
    expect(turn.calls).toEqual([]);
    expect(turn.writes).toEqual([
      {
        verb: "advance",
        step: "create",
        due: at(30),
        intentAt: null,
        notes: { kept: 1 },
        attempt: 0,
        misses: 0,
        message: "Waits its turn: Market limits how much we may send.",
        at: at(0),
      },
    ]);
  });

  it("is given back at once where the platform is switched off", async () => {
    const turn = oneTurn({ lane: without(null) });
    expect(await turn.run()).toBe("stop");
    expect(turn.writes[1]).toMatchObject({ step: "create", due: at(0), message: null, intentAt: null });
  });

  it("keeps the doubt of an earlier create", async () => {
    const turn = oneTurn({ work: { step: "create", intentAt: at(-5) }, lane: without(at(30)) });
    await turn.run();
    expect(turn.writes).toMatchObject([{ intentAt: at(-5) }]);
  });
});
