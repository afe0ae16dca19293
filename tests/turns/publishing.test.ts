import { describe, expect, it } from "vitest";
import { PlatformError } from "@/lib/errors";
import type { RemoteListing } from "@/lib/platforms/platform";
import { at, draft, live, oneTurn, reads } from "./one-turn";

const publish = { step: "publish" as const };
const verify = { step: "verify" as const };
const gone: RemoteListing = { ...draft, state: "gone" };

describe("what is published", () => {
  it("is not published again when it is live already", async () => {
    const turn = oneTurn({ work: publish, listing: reads(live) });
    expect(await turn.run()).toBe("listed");
    expect(turn.calls).toEqual(["read r1", "read r1"]);
    expect(turn.writes[0]).toMatchObject({ journal: { step: "publish", outcome: { was: "live" } } });
  });

  it("leaves no other draft of ours beside it, and never removes itself", async () => {
    const turn = oneTurn({ work: publish, listing: { strays: async () => ["r8", "r1", "r9"] } });
    expect(await turn.run()).toBe("listed");
    expect(turn.calls.slice(0, 4)).toEqual(["strays beside r1", "remove r8", "remove r9", "read r1"]);
  });

  it("is never what nobody has the rights to", async () => {
    const { manual } = oneTurn().work;
    const turn = oneTurn({ work: { ...publish, manual: { ...manual, rights: "unverified" } } });
    expect(await turn.run()).toBe("asked");
    expect(turn.calls).toEqual([]);
    expect(turn.writes).toMatchObject([{ status: "action_required", ask: { actionType: "rights" } }]);
  });

  it("waits for a person's word where the seller wants to be asked", async () => {
    const turn = oneTurn({ work: publish, lane: { publish: "ask" } });
    expect(await turn.run()).toBe("asked");
    expect(turn.calls).toEqual([]);
    expect(turn.writes).toMatchObject([
      {
        verb: "finish",
        status: "action_required",
        message: "The draft is ready and waits for your word.",
        ask: { actionType: "approve", listingId: 1 },
      },
    ]);
    const approved = oneTurn({ work: { ...publish, notes: { approved: true } }, lane: { publish: "ask" } });
    expect(await approved.run()).toBe("listed");
  });

  it("is complete before: what differs is sent once more", async () => {
    const turn = oneTurn({
      work: { ...publish, notes: { kept: 1 } },
      listing: reads({ ...draft, imageCount: 0, files: [] }, draft, live),
    });
    expect(await turn.run()).toBe("listed");
    expect(turn.calls).toEqual(["read r1", "upload r1", "enrich r1", "read r1", "publish r1", "read r1"]);
    expect(turn.writes[0]).toMatchObject({
      step: "upload",
      notes: { kept: 1, rounds: 1 },
      message: "On Market the file is missing, there is no picture.",
      journal: { step: "publish", outcome: { differs: ["the file is missing", "there is no picture"] } },
    });
  });

  it("that never becomes complete is an answer that we do not understand after three rounds", async () => {
    const turn = oneTurn({ work: publish, listing: reads({ ...draft, title: "Else", imageCount: 0 }) });
    expect(await turn.run()).toBe("waits");
    expect(turn.calls.filter((name) => name === "upload r1")).toHaveLength(3);
    expect(turn.writes.at(-1)).toMatchObject({
      step: "publish",
      attempt: 1,
      notes: { rounds: 3 },
      message: "On Market the title is “Else”, there is no picture.",
      journal: { outcome: { error: "unexpected", words: "the title is “Else”, there is no picture" } },
    });
  });
});

describe("what is read back", () => {
  it("and is not public is published once more", async () => {
    const turn = oneTurn({ work: verify, listing: reads(draft, draft, live) });
    expect(await turn.run()).toBe("listed");
    expect(turn.calls).toEqual(["read r1", "read r1", "publish r1", "read r1"]);
    expect(turn.writes[0]).toMatchObject({
      step: "publish",
      notes: { rounds: 1 },
      message: "On Market it is not public (draft).",
      journal: { step: "verify", outcome: { differs: ["it is not public (draft)"] } },
    });
  });

  it("and differs is sent once more from the file on", async () => {
    const turn = oneTurn({ work: verify, listing: reads({ ...live, title: "Else" }, live) });
    expect(await turn.run()).toBe("listed");
    expect(turn.calls).toEqual(["read r1", "upload r1", "enrich r1", "read r1", "read r1"]);
    expect(turn.writes[0]).toMatchObject({ step: "upload", message: "On Market the title is “Else”." });
  });
});

describe("a listing that the platform no longer has", () => {
  it.each([null, gone])("is made anew, in a turn of its own that begins with a look", async (answer) => {
    const turn = oneTurn({
      work: { ...publish, notes: { file: "f1", slugs: 2 } },
      listing: reads(answer, draft),
    });
    expect(await turn.run()).toBe("waits");
    expect(turn.calls).toEqual(["read r1"]);
    expect(turn.writes[0]).toMatchObject({
      verb: "advance",
      step: "create",
      gone: true,
      notes: { vanished: 1, slugs: 2 },
      intentAt: at(0),
      due: at(0),
      journal: { step: "publish", outcome: { gone: "r1" } },
    });
    expect(turn.writes[0]?.notes).not.toHaveProperty("file");
    expect(turn.writes).toHaveLength(1);
  });

  it("keeps no number of an address that it never had", async () => {
    const turn = oneTurn({ work: publish, listing: reads(null) });
    await turn.run();
    expect(turn.writes[0]?.notes).toEqual({ vanished: 1 });
  });

  it.each(["upload", "enrich"] as const)("shows so during the step %s too", async (step) => {
    const refuses = async () => {
      throw new PlatformError("unexpected", "Not there.");
    };
    for (const answer of [null, gone]) {
      const turn = oneTurn({ work: { step }, listing: { [step]: refuses, ...reads(answer) } });
      expect(await turn.run()).toBe("waits");
      expect(turn.writes[0]).toMatchObject({ step: "create", gone: true });
    }
    const there = oneTurn({ work: { step }, listing: { [step]: refuses } });
    expect(await there.run()).toBe("waits");
    expect(there.calls).toEqual([`${step} r1`, "read r1"]);
    expect(there.writes).toMatchObject([{ step, attempt: 1, message: "Not there." }]);
  });

  it.each(["unreachable", "uncertain", "refused"] as const)("is not looked for after %s", async (kind) => {
    const turn = oneTurn({
      work: { step: "upload" },
      listing: {
        upload: async () => {
          throw new PlatformError(kind, "No.");
        },
        ...reads(null),
      },
    });
    await turn.run();
    expect(turn.calls).toEqual(["upload r1"]);
  });

  it.each(["verify", "price", "upload"] as const)(
    "is made anew when a person says so, however often it vanished, in the step %s",
    async (step) => {
      const notes = { vanished: 7, remake: true, ...(step === "price" ? { job: "price" } : {}) };
      const refuses = async () => {
        throw new PlatformError("unexpected", "Not there.");
      };
      const turn = oneTurn({ work: { step, notes }, listing: { upload: refuses, ...reads(null) } });
      expect(await turn.run()).toBe("waits");
      expect(turn.writes).toMatchObject([{ step: "create", gone: true, notes: { vanished: 8 } }]);
      expect(turn.writes[0]?.notes).toEqual({ vanished: 8 });
    },
  );

  it.each([
    ["publish", 2, "made anew"],
    ["publish", 3, "asked about"],
    ["verify", 0, "asked about"],
    ["verify", 1, "asked about"],
  ] as const)("in the step %s, after %i times before, is %s", async (step, before, what) => {
    for (const answer of [null, gone]) {
      const turn = oneTurn({ work: { step, notes: { vanished: before, kept: 1 } }, listing: reads(answer) });
      await turn.run();
      if (what === "made anew") {
        expect(turn.writes[0]).toMatchObject({ step: "create", gone: true, notes: { vanished: before + 1 } });
      } else {
        expect(turn.writes).toMatchObject([
          {
            status: "action_required",
            message: "Market no longer has this listing after it was published.",
            notes: { vanished: before + 1, kept: 1 },
            ask: {
              actionType: "verification",
              description: expect.stringContaining("no longer has this listing after it was published."),
            },
          },
        ]);
      }
    }
  });
});
