import { describe, expect, it } from "vitest";
import { failing, parked, thrown, told } from "./failing";
import { at, oneTurn } from "./one-turn";

const budget = { all: { perSecond: null, windows: [] }, create: { perSecond: null, windows: [] } };

describe("a platform that asks to wait", () => {
  it("is left alone until the moment it named, and a create that it turned away is not in doubt", async () => {
    const turn = failing("create", thrown("rate_limited", { retryAt: at(7), status: 429 }));
    expect(await turn.run()).toBe("stop");
    expect(turn.log.slice(-2)).toEqual([`block 7 all ${at(7).toISOString()}`, "write create"]);
    expect(turn.writes.at(-1)).toEqual({
      ...parked,
      step: "create",
      due: at(7),
      intentAt: null,
      message: "It said no.",
      journal: { step: "create", outcome: told("rate_limited", { status: 429, retry_at: at(7) }) },
    });
  });

  it("waits a minute when it named none; a create waits in its own bucket where there is one", async () => {
    const lane = { platform: { ...oneTurn().lane.platform, budget } };
    const act = async () => {
      throw thrown("rate_limited");
    };
    for (const [step, bucket] of [
      ["create", "create"],
      ["upload", "all"],
    ] as const) {
      const turn = oneTurn({ work: { step } });
      turn.lane.platform = { ...turn.lane.platform, ...lane, budget };
      turn.lane.platform.listing = { ...turn.lane.platform.listing, [step]: act };
      expect(await turn.run()).toBe("stop");
      expect(turn.log).toContain(`block 7 ${bucket} ${at(60).toISOString()}`);
      expect(turn.writes.at(-1)).toMatchObject({ step, due: at(60) });
    }
  });

  it("takes no doubt away that an earlier turn had, nor one of a later step", async () => {
    const earlier = failing("create", thrown("rate_limited"), { work: { intentAt: at(-120) } });
    await earlier.run();
    expect(earlier.writes.at(-1)).toMatchObject({ intentAt: at(0) });
    const looking = oneTurn({
      work: { step: "create", intentAt: at(-5) },
      listing: {
        find: async () => {
          throw thrown("rate_limited");
        },
      },
    });
    await looking.run();
    expect(looking.writes).toMatchObject([{ intentAt: at(-5) }]);
    const publish = failing("publish", thrown("rate_limited"), { work: { intentAt: at(-5) } });
    await publish.run();
    expect(publish.writes.at(-1)).toMatchObject({ step: "publish", intentAt: at(-5) });
  });
});

describe("a platform that cannot be reached", () => {
  it.each([
    [0, 1, 16.5],
    [1, 2, 66],
    [8, 9, 330],
  ])(
    "after %i misses is tried again with back-off, and nothing else counts",
    async (before, misses, wait) => {
      const turn = failing("create", thrown("unreachable"), { work: { misses: before, attempt: 4 } });
      expect(await turn.run()).toBe("waits");
      expect(turn.writes.at(-1)).toEqual({
        ...parked,
        step: "create",
        due: at(wait),
        intentAt: null,
        misses,
        attempt: 4,
        message: "It said no.",
        journal: { step: "create", outcome: told("unreachable") },
      });
    },
  );

  it("keeps the intent of a publish", async () => {
    const turn = failing("publish", thrown("unreachable"), { work: { intentAt: at(-5) } });
    await turn.run();
    expect(turn.writes.at(-1)).toMatchObject({ step: "publish", intentAt: at(-5), misses: 1 });
  });
});

describe("a call that may have done its work", () => {
  it("as a create is looked for after the settle time, counted from now", async () => {
    const turn = failing("create", thrown("uncertain"), { work: { intentAt: at(-500) } });
    expect(await turn.run()).toBe("waits");
    expect(turn.writes.at(-1)).toEqual({
      ...parked,
      step: "create",
      due: at(120),
      intentAt: at(0),
      misses: 1,
      message: "It said no. We look before we try again.",
      journal: { step: "create", outcome: told("uncertain") },
    });
    const slow = failing("create", thrown("uncertain"), { work: { misses: 2 } });
    await slow.run();
    expect(slow.writes.at(-1)).toMatchObject({ due: at(330), misses: 3 });
  });

  it("as any other is looked at with back-off", async () => {
    const turn = failing("publish", thrown("uncertain"), { work: { intentAt: at(-5) } });
    expect(await turn.run()).toBe("waits");
    expect(turn.writes.at(-1)).toMatchObject({ step: "publish", due: at(16.5), intentAt: at(-5), misses: 1 });
  });

  it("remembers that an address is taken", async () => {
    const turn = failing("create", thrown("uncertain", { field: "slug" }), { work: { notes: { kept: 1 } } });
    await turn.run();
    expect(turn.writes.at(-1)).toMatchObject({ notes: { kept: 1, slug_taken: true } });
    const other = failing("create", thrown("uncertain", { field: "title" }));
    await other.run();
    expect(other.writes.at(-1)?.notes).toEqual({});
  });
});

describe("credentials that the platform does not know any more", () => {
  it.each([
    [true, "waits", null],
    [false, "stop", "It said no."],
    ["unreachable", "stop", "It said no."],
  ] as const)("are exchanged if there are others (%s: %s)", async (others, end, message) => {
    const seen: unknown[] = [];
    const error = thrown("auth_expired", { status: 401 });
    const turn = failing("upload", error, {
      lane: {
        signedOut: async (...given) => {
          seen.push(given);
          if (others === "unreachable") throw thrown("unreachable");
          return others;
        },
      },
    });
    expect(await turn.run()).toBe(end);
    expect(seen).toEqual([[error, {}]]);
    expect(turn.writes).toEqual([
      {
        ...parked,
        step: "upload",
        due: at(0),
        intentAt: null,
        message,
        journal: { step: "upload", outcome: told("auth_expired", { status: 401 }) },
      },
    ]);
  });

  it("are no reason to hide a mistake of our own", async () => {
    const broken = new Error("ours");
    const turn = failing("upload", thrown("auth_expired"), {
      lane: { signedOut: () => Promise.reject(broken) },
    });
    await expect(turn.run()).rejects.toBe(broken);
    expect(turn.writes).toEqual([]);
  });
});
