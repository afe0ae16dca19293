import { describe, expect, it } from "vitest";
import { at, draft, live, oneTurn, plan } from "./one-turn";

const lease = at(180);
const quiet = { notes: {}, attempt: 0, misses: 0, message: null, at: at(0) };

describe("a listing that meets no fault", () => {
  it("is written down before each step that follows, and ends with what the platform shows", async () => {
    const turn = oneTurn();
    expect(await turn.run()).toBe("listed");
    expect(turn.log).toEqual([
      "write create",
      "create m-1",
      "write upload",
      "upload r1 fresh",
      "write enrich",
      "enrich r1 fresh",
      "write publish",
      "read r1",
      "publish r1",
      "write verify",
      "read r1",
      "finish listed",
    ]);
    const advance = { verb: "advance", due: lease, ...quiet };
    expect(turn.writes).toEqual([
      {
        ...advance,
        step: "create",
        intentAt: at(0),
        plan,
        journal: {
          step: "plan",
          outcome: { title: "Manual 1", price: { amount: 1299, currency: "USD" }, file: "f", key: "sim-1-1" },
        },
      },
      {
        ...advance,
        step: "upload",
        intentAt: null,
        remoteId: "r1",
        journal: { step: "create", outcome: { created: "r1" } },
      },
      { ...advance, step: "enrich", intentAt: null, journal: { step: "upload", outcome: {} } },
      { ...advance, step: "publish", intentAt: at(0), journal: { step: "enrich", outcome: {} } },
      {
        ...advance,
        step: "verify",
        intentAt: null,
        journal: { step: "publish", outcome: { was: "draft" } },
      },
      {
        verb: "finish",
        status: "listed",
        message: null,
        intentAt: null,
        notes: {},
        attempt: 0,
        at: at(0),
        shown: { title: "Manual 1", price: { amount: 1299, currency: "USD" }, url: live.url },
        journal: { step: "verify", outcome: { url: live.url, files: 1, images: 1 } },
      },
    ]);
  });

  it("takes the calls of all its steps at once, and no more than those that are left", async () => {
    const asked: unknown[] = [];
    const need = (step: string) => ({ all: 10, [step]: 1 });
    const take = async (id: number, calls: unknown, now: Date) => {
      asked.push([id, calls, now]);
      return { granted: true as const, startAt: now, intervalMs: 0 };
    };
    const lane = { budgets: { ...oneTurn().lane.budgets, take } };
    await oneTurn({ lane, listing: { need } }).run();
    await oneTurn({ lane, listing: { need }, work: { step: "enrich" } }).run();
    await oneTurn({ lane, listing: { need }, work: { step: "price" } }).run();
    expect(asked).toEqual([
      [7, { all: 50, create: 1, upload: 1, enrich: 1, publish: 1, verify: 1 }, at(0)],
      [7, { all: 30, enrich: 1, publish: 1, verify: 1 }, at(0)],
      [7, { all: 10, price: 1 }, at(0)],
    ]);
  });

  it("keeps the moment since when its create is intended, and what its counters stood at", async () => {
    const turn = oneTurn({ work: { intentAt: at(-600), attempt: 2, misses: 3 } });
    await turn.run();
    expect(turn.writes[0]).toMatchObject({ step: "create", intentAt: at(-600), attempt: 0, misses: 0 });
    const same = oneTurn({ work: { step: "create", attempt: 2, misses: 3 } });
    await same.run();
    expect(same.writes[0]).toMatchObject({ step: "create", intentAt: at(0), attempt: 2, misses: 3 });
    expect(same.writes[1]).toMatchObject({ step: "upload", attempt: 0, misses: 0 });
  });

  it.each([
    [{}, "upload r1"],
    [{ job: "price" }, "read r1"],
  ] as [{ job?: string }, string][])(
    "begins behind the create when it is there already (%j)",
    async (notes, first) => {
      const turn = oneTurn({
        work: { remoteId: "r1", intentAt: at(-600), notes },
        listing: { read: async () => live },
      });
      await turn.run();
      expect(turn.writes[0]).toMatchObject({ intentAt: null, step: notes.job ?? "upload" });
      expect(turn.calls[0]).toBe(first);
    },
  );

  it("tells the platform's limits to the lane when it ends, however it ends", async () => {
    const learned: unknown[] = [];
    const lane = {
      learn: async (seen: unknown) => {
        learned.push(seen);
      },
    };
    await oneTurn({ lane }).run();
    await oneTurn({
      lane,
      listing: {
        enrich: async (session) => {
          session.sawLimits({ perSecond: 5 });
          session.sawLimits({ perDay: 100 });
          throw new Error("broken");
        },
      },
    }).run();
    expect(learned).toEqual([{}, { perSecond: 5, perDay: 100 }]);
  });
});

describe("what an adapter is given", () => {
  it("says that a draft is fresh only in the turn that made it, and only until it had to be looked at", async () => {
    const later = oneTurn({ work: { step: "upload" } });
    await later.run();
    expect(later.calls.slice(0, 2)).toEqual(["upload r1", "enrich r1"]);
    let reads = 0;
    const again = oneTurn({
      listing: { read: async () => (reads++ === 0 ? { ...draft, imageCount: 0 } : reads > 2 ? live : draft) },
    });
    expect(await again.run()).toBe("listed");
    expect(again.calls.filter((name) => name.startsWith("upload"))).toEqual(["upload r1 fresh", "upload r1"]);
  });

  it("its notes are in hand at once and written down before its next call", async () => {
    const seen: unknown[] = [];
    const turn = oneTurn({
      work: { step: "upload", notes: { kept: 1 } },
      listing: {
        upload: async (session, job) => {
          await job.note({ file: "f1" });
          seen.push(job.notes);
          await session.fetch("second", { method: "POST" });
          await session.fetch("third", { method: "POST" });
        },
      },
    });
    await turn.run();
    expect(seen).toEqual([{ kept: 1, file: "f1" }]);
    expect(turn.writes.slice(0, 2)).toMatchObject([
      { step: "upload", notes: { kept: 1, file: "f1" }, due: lease },
      { step: "enrich", notes: { kept: 1, file: "f1" }, journal: { outcome: { kept: 1, file: "f1" } } },
    ]);
    expect(turn.log.slice(0, 3)).toEqual(["upload r1", "write upload", "write enrich"]);
  });
});

describe("a listing that another worker took over, or that is switched off", () => {
  it("is left untouched when a write shows that it is lost", async () => {
    for (const step of ["plan", "upload"] as const) {
      const turn = oneTurn({ work: { step }, store: { advance: async () => ({ owned: false, on: true }) } });
      expect(await turn.run()).toBe("lost");
      expect(turn.writes).toHaveLength(1);
    }
    const end = oneTurn({
      work: { step: "verify" },
      listing: { read: async () => live },
      store: { finish: async () => ({ ends: [{ owned: false, asked: false }], next: [] }) },
    });
    expect(await end.run()).toBe("lost");
    expect(end.writes).toHaveLength(1);
  });

  it("is given back at once, at the step it has reached, when the platform is switched off", async () => {
    const turn = oneTurn({
      work: { step: "enrich", notes: { kept: 1 } },
      store: { advance: async () => ({ owned: true, on: false }) },
    });
    expect(await turn.run()).toBe("stop");
    expect(turn.calls).toEqual(["enrich r1"]);
    expect(turn.writes).toHaveLength(2);
    expect(turn.writes[1]).toEqual({
      verb: "advance",
      step: "publish",
      due: at(0),
      intentAt: at(0),
      ...quiet,
      notes: { kept: 1 },
    });
  });
});
