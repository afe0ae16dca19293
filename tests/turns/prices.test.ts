import { describe, expect, it } from "vitest";
import type { RemoteListing } from "@/lib/platforms/platform";
import { at, draft, live, oneTurn, reads } from "./one-turn";

const price = { step: "price" as const };
const old: RemoteListing = { ...live, price: { amount: 999, currency: "USD" } };

describe("a new price for a listing that is there", () => {
  it("is set, read back, and nothing else is touched", async () => {
    const turn = oneTurn({ work: price, listing: reads(old, { ...live, title: "As sold" }) });
    expect(await turn.run()).toBe("repriced");
    expect(turn.calls).toEqual(["read r1", "price r1", "read r1"]);
    expect(turn.writes).toEqual([
      {
        verb: "finish",
        status: "listed",
        message: null,
        intentAt: null,
        notes: {},
        attempt: 0,
        at: at(0),
        shown: { title: "As sold", price: { amount: 1299, currency: "USD" }, url: live.url },
        journal: {
          step: "price",
          outcome: { price: { amount: 1299, currency: "USD" }, was: old.price, state: "live" },
        },
      },
    ]);
  });

  it("that it shows already costs one call", async () => {
    const turn = oneTurn({ work: price, listing: reads(live) });
    expect(await turn.run()).toBe("repriced");
    expect(turn.calls).toEqual(["read r1"]);
  });

  it.each([[{ amount: 1299, currency: "EUR" }], [{ amount: 1, currency: "USD" }], [null]])(
    "is set where it shows %j",
    async (shown) => {
      const turn = oneTurn({ work: price, listing: reads({ ...live, price: shown }, live) });
      expect(await turn.run()).toBe("repriced");
      expect(turn.calls).toContain("price r1");
    },
  );

  it("that it took and does not show is an answer that we do not understand", async () => {
    const turn = oneTurn({ work: price, listing: reads(old) });
    expect(await turn.run()).toBe("waits");
    expect(turn.writes).toMatchObject([
      {
        step: "price",
        attempt: 1,
        message: "Market took the new price and still shows the old one.",
        journal: { outcome: { error: "unexpected", field: "price" } },
      },
    ]);
  });

  it("of a listing that is not on sale is set, and the listing rests", async () => {
    const turn = oneTurn({ work: price, listing: reads({ ...draft, state: "inactive" }) });
    expect(await turn.run()).toBe("failed");
    expect(turn.writes).toMatchObject([
      {
        verb: "finish",
        status: "paused",
        message: "It is not on sale on Market (inactive).",
        journal: { step: "price", outcome: { state: "inactive" } },
      },
    ]);
    expect(turn.writes[0]).not.toHaveProperty("shown");
  });

  it.each([
    [[null], 1],
    [[{ ...old, state: "gone" as const }], 1],
    [[old, null], 3],
    [[old, { ...live, state: "gone" as const }], 3],
  ])("of a listing that is gone asks a person and makes nothing", async (answers, calls) => {
    const turn = oneTurn({ work: price, listing: reads(...answers) });
    expect(await turn.run()).toBe("asked");
    expect(turn.calls).toHaveLength(calls);
    expect(turn.writes).toMatchObject([{ status: "action_required", notes: { vanished: 1 } }]);
  });
});
