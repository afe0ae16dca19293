import { DrizzleQueryError } from "drizzle-orm/errors";
import { describe, expect, it } from "vitest";
import { failing, parked, thrown, told } from "./failing";
import { at, oneTurn } from "./one-turn";

describe("a refusal", () => {
  it("asks for another value of the refused field in the shop's currency", async () => {
    const turn = failing("enrich", thrown("refused", { field: "price", words: "Too low" }), {
      lane: { account: { name: "Market", currency: "EUR", facts: {} } },
      work: { attempt: 1, notes: { kept: 1 }, intentAt: at(-5) },
    });
    expect(await turn.run()).toBe("asked");
    expect(turn.writes).toEqual([
      {
        verb: "finish",
        status: "action_required",
        message: "It said no.",
        intentAt: at(-5),
        notes: { kept: 1 },
        attempt: 2,
        at: at(0),
        ask: expect.objectContaining({
          actionType: "provide_data",
          context: expect.objectContaining({ currency: "EUR" }),
        }),
        journal: { step: "enrich", outcome: told("refused", { field: "price", words: "Too low" }) },
      },
    ]);
  });

  it("that is asked about already does not count as a new question", async () => {
    const turn = failing("enrich", thrown("refused", { field: "title" }), {
      store: { finish: async () => ({ ends: [{ owned: true, asked: false }], next: [] }) },
    });
    expect(await turn.run()).toBe("failed");
  });

  it("for the eighth time is an error", async () => {
    for (const [attempt, status] of [
      [6, "action_required"],
      [7, "error"],
    ] as const) {
      const turn = failing("enrich", thrown("refused", { field: "title" }), { work: { attempt } });
      await turn.run();
      expect(turn.writes).toMatchObject([{ status, attempt: attempt + 1, message: "It said no." }]);
      expect(turn.writes[0]).toHaveProperty("journal.outcome.error", "refused");
      expect("ask" in (turn.writes[0] ?? {})).toBe(status === "action_required");
    }
  });
});

describe("a platform that only a person can put right", () => {
  it("is asked about once for all its listings, and counts nothing", async () => {
    const turn = failing("publish", thrown("needs_human", { field: "title" }), { work: { attempt: 2 } });
    expect(await turn.run()).toBe("asked");
    expect(turn.writes).toMatchObject([
      {
        status: "action_required",
        attempt: 2,
        message: "It said no.",
        ask: { actionType: "verification", cause: "verification:platform:7" },
        journal: { outcome: { error: "needs_human" } },
      },
    ]);
    const worn = failing("publish", thrown("needs_human"), { work: { attempt: 8 } });
    await worn.run();
    expect(worn.writes).toMatchObject([{ status: "error" }]);
  });
});

describe("a listing that has lost what its step needs", () => {
  it.each([
    [{ plan: null }, "a listing without a plan left the step plan"],
    [{ remoteId: null }, "a listing without a remote id left the step create"],
  ])("calls nobody and is noted as a mistake of ours (%j)", async (lost, words) => {
    const turn = oneTurn({ work: { step: "publish", ...lost } });
    expect(await turn.run()).toBe("waits");
    expect([turn.calls, turn.writes]).toMatchObject([[], [{ journal: { outcome: { words } } }]]);
  });
});

describe("an answer that we do not understand", () => {
  it("backs off, asks a person at the third time, and is an error at the eighth", async () => {
    const afterTries = async (attempt: number) => {
      const turn = failing("publish", thrown("unexpected"), { work: { attempt, intentAt: at(-5) } });
      return { end: await turn.run(), writes: turn.writes };
    };
    expect(await afterTries(0)).toMatchObject({
      end: "waits",
      writes: [{ ...parked, step: "publish", due: at(16.5), attempt: 1, message: "It said no." }],
    });
    expect(await afterTries(1)).toMatchObject({ end: "waits", writes: [{ due: at(66), attempt: 2 }] });
    expect(await afterTries(2)).toMatchObject({
      end: "asked",
      writes: [
        {
          status: "action_required",
          attempt: 3,
          message: "It said no.",
          ask: { actionType: "verification" },
        },
      ],
    });
    expect(await afterTries(3)).toMatchObject({ end: "waits", writes: [{ due: at(330), attempt: 4 }] });
    expect(await afterTries(7)).toMatchObject({
      writes: [
        {
          status: "error",
          attempt: 8,
          message: "It said no.",
          journal: { outcome: { error: "unexpected" } },
        },
      ],
    });
    for (const { writes } of [await afterTries(0), await afterTries(2)])
      expect(writes[0]?.journal).toEqual({ step: "publish", outcome: told("unexpected") });
  });

  it("may be a mistake of ours: its words are kept, and it counts the same", async () => {
    const turn = failing("enrich", new TypeError("x".repeat(501)));
    expect(await turn.run()).toBe("waits");
    expect(turn.writes).toMatchObject([
      {
        step: "enrich",
        attempt: 1,
        message: "Something went wrong on our side. It is noted and tried again.",
        journal: { outcome: { error: "unexpected", words: "x".repeat(500) } },
      },
    ]);
  });
});

describe("a database that fails", () => {
  const query = (code: string) =>
    new DrizzleQueryError("select 1", [], Object.assign(new Error("server"), { code }));

  it("is nobody's refusal: the turn breaks off and nothing is written", async () => {
    for (const error of [query("57P01"), new DrizzleQueryError("select 1", [], undefined)]) {
      const turn = failing("enrich", error);
      await expect(turn.run()).rejects.toBe(error);
      expect(turn.writes).toEqual([]);
    }
  });

  it("that refuses a value means this one listing", async () => {
    const turn = failing("enrich", query("22P05"));
    expect(await turn.run()).toBe("waits");
    expect(turn.writes).toMatchObject([{ attempt: 1 }]);
  });

  it("while an error is written down breaks the turn off", async () => {
    const down = query("57P01");
    const turn = failing("enrich", thrown("unreachable"), { store: { advance: () => Promise.reject(down) } });
    await expect(turn.run()).rejects.toBe(down);
  });
});

describe("an error of a listing that was lost meanwhile", () => {
  it.each(["unreachable", "refused"] as const)("is not written down (%s)", async (kind) => {
    const lost = { owned: false, on: true };
    const ended = { ends: [{ owned: false, asked: false }], next: [] };
    const turn = failing("enrich", thrown(kind), {
      store: { advance: async () => lost, finish: async () => ended },
    });
    expect(await turn.run()).toBe("lost");
  });
});
