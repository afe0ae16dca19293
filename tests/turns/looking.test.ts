import { describe, expect, it } from "vitest";
import type { Found } from "@/lib/platforms/platform";
import { at, oneTurn, plan } from "./one-turn";

const found = (remoteId: string, certain: boolean): Found => ({
  remoteId,
  certain,
  title: `Title of ${remoteId}`,
  url: null,
});
/** Its create was intended so many seconds ago and its outcome never heard of. */
const doubt = (seconds: number, notes = {}) => ({ step: "create" as const, intentAt: at(-seconds), notes });

describe("a create whose outcome is not known", () => {
  it("looks first, and takes what carries our key as its own", async () => {
    const turn = oneTurn({
      work: doubt(30),
      listing: { find: async () => [found("other", false), found("r1", true)] },
    });
    expect(await turn.run()).toBe("listed");
    expect(turn.calls.slice(0, 2)).toEqual([`find since ${at(-30).toISOString()}`, "upload r1"]);
    expect(turn.writes[0]).toMatchObject({
      step: "upload",
      remoteId: "r1",
      intentAt: null,
      journal: { step: "create", outcome: { adopted: "r1" } },
    });
  });

  it("waits out the settle time when nothing is seen, and asks nobody before", async () => {
    const turn = oneTurn({ work: doubt(119.999), listing: { find: async () => [found("other", false)] } });
    expect(await turn.run()).toBe("waits");
    expect(turn.calls).toHaveLength(1);
    expect(turn.writes).toEqual([
      {
        verb: "advance",
        step: "create",
        due: at(0.001),
        intentAt: at(-119.999),
        notes: {},
        attempt: 0,
        misses: 0,
        message: "Market may still show the draft we asked for.",
        at: at(0),
      },
    ]);
  });

  it("creates once it has settled without a trace, under a new intent", async () => {
    const turn = oneTurn({ work: doubt(120) });
    expect(await turn.run()).toBe("listed");
    expect(turn.log.slice(1, 4)).toEqual(["write create", "create m-1", "write upload"]);
    expect(turn.writes[0]).toMatchObject({ step: "create", intentAt: at(0) });
    expect(turn.writes[0]).not.toHaveProperty("plan");
  });

  it("asks a person which of the settled ones is ours, but for those that are known not to be", async () => {
    const listing = { find: async () => [found("a", false), found("b", false)] };
    const turn = oneTurn({ work: doubt(120, { not_a: true }), listing });
    expect(await turn.run()).toBe("asked");
    expect(turn.writes).toHaveLength(1);
    expect(turn.writes[0]).toMatchObject({
      verb: "finish",
      status: "action_required",
      message: "One of your listings there may be this one.",
      intentAt: at(-120),
      notes: { not_a: true },
      ask: { actionType: "choose", inputOptions: [{ value: "b" }, { value: "none" }] },
    });
    const none = oneTurn({ work: doubt(120, { not_a: true, not_b: true }), listing });
    expect(await none.run()).toBe("listed");
  });

  it("takes the next address when the first is held by something that is not ours", async () => {
    const turn = oneTurn({ work: doubt(120, { slug_taken: true, slugs: 2 }) });
    expect(await turn.run()).toBe("listed");
    expect(turn.calls[1]).toBe("create m-1-3");
    expect(turn.writes[0]).toMatchObject({
      step: "create",
      plan: { ...plan, slug: "m-1-3" },
      notes: { slug_taken: false, slugs: 3 },
      intentAt: at(0),
      journal: { step: "plan", outcome: { slug: "m-1-3" } },
    });
    const first = oneTurn({ work: doubt(120, { slug_taken: true }) });
    await first.run();
    expect(first.calls[1]).toBe("create m-1-2");
  });

  it("does not act on what it saw before it slept through its lease", async () => {
    const sleeps = (ours: boolean) => {
      const turn = oneTurn({
        work: doubt(120),
        listing: {
          find: async () => {
            turn.pass(180.001);
            return ours ? [found("r1", true)] : [];
          },
        },
      });
      return turn;
    };
    const slept = sleeps(false);
    expect(await slept.run()).toBe("waits");
    expect(slept.calls).toHaveLength(1);
    expect(slept.writes).toMatchObject([
      { step: "create", due: at(180.001), intentAt: at(-120), message: null },
    ]);
    // What carries our key stays ours; the fence tells who may record it.
    const ours = sleeps(true);
    await ours.run();
    expect(ours.writes[0]).toMatchObject({ step: "upload", remoteId: "r1" });
  });

  it("is not looked for when the create was never intended, or is known", async () => {
    const never = oneTurn({ work: { step: "create" } });
    await never.run();
    expect(never.calls[0]).toBe("create m-1");
    const known = oneTurn({ work: { step: "upload", intentAt: at(-10) } });
    await known.run();
    expect(known.calls[0]).toBe("upload r1");
  });
});
