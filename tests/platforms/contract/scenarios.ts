import { expect } from "vitest";
import type { Plan, Session } from "@/lib/platforms/platform";
import { planFor } from "./files";
import { arrived, booked, expectOnSale, journey, listingOf, theOne } from "./journey";
import type { Stage } from "./stage";

/** Something done with a platform, told so that it can be broken at any call, repeated, and looked at. */
export interface Scenario {
  name: string;
  /** Over a quiet network; what it returns is begun once and repeated after each error. */
  prepare(
    stage: Stage,
  ): Promise<{ act(session: Session): Promise<unknown>; settled(result: unknown): Promise<void> }>;
}

/** What changes something: however often it was begun, it was done once. */
export const writes: readonly Scenario[] = [
  {
    name: "create, and find before it is repeated",
    async prepare(stage) {
      const travel = journey(stage.platform, await planFor(stage.platform));
      return {
        act: (session) => travel.go(session, "create"),
        async settled() {
          const { remoteId, state } = await theOne(stage, travel.plan);
          expect([remoteId, state]).toEqual([travel.remoteId, "draft"]);
        },
      };
    },
  },
  {
    name: "a listing's whole life",
    async prepare(stage) {
      const travel = journey(stage.platform, await planFor(stage.platform));
      return { act: (session) => travel.go(session), settled: () => expectOnSale(stage, travel) };
    },
  },
  {
    name: "price",
    async prepare(stage) {
      const { plan, remoteId } = await arrived(stage, await planFor(stage.platform));
      const dearer: Plan = { ...plan, price: { ...plan.price, amount: 1999 } };
      return {
        act: (session) => listingOf(stage.platform).price(session, remoteId, dearer),
        settled: () => expectOnSale(stage, { plan: dearer, remoteId, go: async () => {} }),
      };
    },
  },
  {
    name: "unlist",
    async prepare(stage) {
      const { plan, remoteId } = await arrived(stage, await planFor(stage.platform));
      return {
        act: (session) => listingOf(stage.platform).unlist(session, remoteId),
        settled: async () => expect((await theOne(stage, plan)).state).toBe("off"),
      };
    },
  },
  {
    name: "removeDraft",
    async prepare(stage) {
      const { plan, remoteId } = await arrived(stage, await planFor(stage.platform), "create");
      return {
        act: (session) => listingOf(stage.platform).removeDraft(session, remoteId),
        settled: async () => expect(await booked(stage, plan)).toEqual([]),
      };
    },
  },
];

/** What only reads: it says the same as over a quiet network, or nothing. */
export const reads: readonly Scenario[] = [
  reading("find", async ({ platform }, { plan }) => {
    return (session) => listingOf(platform).find(session, plan, new Date());
  }),
  reading("read", async ({ platform }, { plan, remoteId }) => {
    return (session) => listingOf(platform).read(session, remoteId, plan);
  }),
  reading("strays", async ({ platform }, { plan }) => {
    return async (session) => listingOf(platform).strays?.(session, plan, "1");
  }),
  reading(
    "ownDrafts",
    async ({ platform }) =>
      async (session) =>
        listingOf(platform).ownDrafts?.(session),
  ),
  reading("stats", async ({ platform }, { remoteId }) => {
    return async (session) => platform.stats?.read(session, [remoteId]);
  }),
  reading("sales", async ({ platform, market }, { remoteId }) => {
    await market.sell(remoteId, 1);
    return async (session) => platform.sales?.poll(session, null);
  }),
  {
    name: "verify",
    async prepare({ platform, account }) {
      const { access } = platform;
      return {
        act: async (session) => (access.kind === "token" ? access.verify(session) : account),
        settled: async (result) => expect(result).toEqual(account),
      };
    },
  },
  {
    name: "look",
    async prepare({ platform, market, session }) {
      const address = (await market.typeIn?.({ title: "Pump", price: "19.99" }, "USD")) ?? "";
      const remoteId = platform.byHand?.readAddress(address, market.origin)?.remoteId ?? "";
      const said = await platform.byHand?.look(session, remoteId);
      return {
        act: async (now) => platform.byHand?.look(now, remoteId),
        settled: async (result) => expect(result).toEqual(said),
      };
    },
  },
];

function reading(
  name: string,
  make: (
    stage: Stage,
    live: { plan: Plan; remoteId: string },
  ) => Promise<(session: Session) => Promise<unknown>>,
): Scenario {
  return {
    name,
    async prepare(stage) {
      const live = await arrived(stage, await planFor(stage.platform));
      const act = await make(stage, live);
      const said = await act(stage.session);
      return { act, settled: async (result) => expect(result).toEqual(said) };
    },
  };
}

/** Those of the reads that a platform has. */
export function readsOf({ platform }: Pick<Stage, "platform">): Scenario[] {
  const absent = [
    ...(platform.listing ? [] : ["find", "read"]),
    ...(platform.listing?.strays ? [] : ["strays"]),
    ...(platform.listing?.ownDrafts ? [] : ["ownDrafts"]),
    ...(platform.stats ? [] : ["stats"]),
    ...(platform.sales ? [] : ["sales"]),
    ...(platform.byHand ? [] : ["look"]),
  ];
  return reads.filter(({ name }) => !absent.includes(name));
}
