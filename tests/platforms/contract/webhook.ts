import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PlatformError } from "@/lib/errors";
import type { Credentials } from "@/lib/platforms/platform";
import type { Entry, Webhook } from "@/lib/platforms/sales";
import { waitFor } from "@/tests/support/wait";
import { serve } from "./hosts";
import { inOrder, toldBy } from "./paging";
import { openStage, type Stage } from "./stage";
import type { Subject } from "./subject";

const now = new Date("2026-11-24T12:00:00Z");

/** Events as the stand-in truly sends them, against its books; and everything that somebody else may send. */
export function webhook(subject: Subject): void {
  let stage: Stage;
  let hook: Webhook;
  let receiver: Awaited<ReturnType<typeof serve>>;
  let bodies: string[] = [];
  beforeAll(async () => {
    stage = await openStage(subject);
    if (!subject.platform.webhook) throw new Error("no webhook, and no deviation says so");
    hook = subject.platform.webhook;
    receiver = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      bodies.push(Buffer.concat(chunks).toString());
      response.end("ok");
    });
    await stage.market.hook?.(receiver.url);
  });
  afterAll(async () => {
    await stage.close();
    await receiver.close();
  });

  const read = (body: string, credentials: Credentials = stage.credentials) => {
    return hook.read({ body, credentials, now });
  };
  /** The events of what is done, in the order of their arrival, and the books' lines of the same orders. */
  const events = async (count: number, act: () => Promise<unknown>) => {
    bodies = [];
    await act();
    await waitFor(async () => (bodies.length >= count ? true : null), 10_000);
    const told = bodies.map((body) => read(body));
    const entries = told.flatMap((event) => event?.entries ?? []);
    const ids = new Set(entries.map(({ id }) => id));
    const books = (await stage.market.sales()).filter(({ id }) => ids.has(id));
    return { told, entries, books: inOrder(books) };
  };
  const product = async (price: string, currency = "USD") => {
    const address = (await stage.market.typeIn?.({ title: `Pump ${price}`, price }, currency)) ?? "";
    return subject.platform.byHand?.readAddress(address, stage.market.origin)?.remoteId ?? "";
  };

  describe("sums are those of the books", () => {
    test.each([
      ["19.99", "USD", 1],
      ["8.95", "USD", 3],
      ["4.35", "EUR", 7],
      ["0.29", "USD", 1],
      ["500", "JPY", 2],
    ])("a sale of %s %s, times %i, refunded in two parts", async (price, currency, quantity) => {
      const { entries, books } = await events(3, async () => {
        const order = await stage.market.sell(await product(price, currency), quantity);
        await stage.market.refund(order, 11);
        await stage.market.refund(order);
      });
      expect(toldBy(numbered(entries))).toEqual(books);
      expect(entries.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
      const [sale] = entries;
      expect(sale).toMatchObject({ type: "sale", basis: hook.trust === "signed" ? "reported" : "estimated" });
      expect(Math.abs(Date.parse(sale?.at ?? "") - Date.now())).toBeLessThan(60_000);
    });

    test("an order of several products adds up to it exactly, each row with its product", async () => {
      const keys = await Promise.all(["19.99", "0.05", "8.95"].map((price) => product(price)));
      const lines = keys.map((remoteId, index) => ({ remoteId, quantity: index + 1 }));
      const { entries, books } = await events(1, async () => stage.market.order?.(lines, 0));
      expect(entries.map(({ row, remoteId, quantity }) => [row, remoteId, quantity])).toEqual(
        keys.map((key, index) => [index, key, index + 1]),
      );
      expect(entries.reduce((sum, { amount }) => sum + amount, 0)).toBe(books[0]?.amount);
      expect(
        entries.every(({ amount, fee }) => Number.isSafeInteger(amount) && Number.isSafeInteger(fee)),
      ).toBe(true);
    });

    test("the tax is nobody's revenue, neither sold nor given back", async () => {
      const key = await product("9.95");
      const { entries, books } = await events(2, async () => {
        const order = (await stage.market.order?.([{ remoteId: key, quantity: 1 }], 199)) ?? "";
        await stage.market.refund(order);
      });
      expect(entries.map(({ amount }) => amount)).toEqual([995, -995]);
      expect(toldBy(numbered(entries))).toEqual(books);
    });

    test("a refund is never more than the order brought", async () => {
      const key = await product("9.95");
      const { entries } = await events(2, async () => {
        const order = (await stage.market.order?.([{ remoteId: key, quantity: 1 }], 199)) ?? "";
        await stage.market.refund(order);
      });
      expect(entries.at(-1)).toMatchObject({ type: "refund", cap: 995 });
    });
  });

  describe("one event", () => {
    let body: string;
    beforeAll(async () => {
      await events(1, async () => stage.market.sell(await product("19.99"), 2));
      body = bodies[0] ?? "";
    });
    const changed = (change: object) => JSON.stringify({ ...JSON.parse(body), ...change });

    test("sent twice is the same event, with the same lines", () => {
      expect(read(body)).toEqual(read(body));
      expect(read(body)?.entries).toHaveLength(1);
    });

    test("means the same with its numbers as texts", () => {
      const texts = JSON.stringify(JSON.parse(body), (_, value) =>
        typeof value === "number" ? String(value) : value,
      );
      expect(texts).not.toBe(body);
      expect(read(texts)).toEqual(read(body));
    });

    test("of a type nobody knows is taken, and has no lines", () => {
      for (const type of ["subscription.created", "something.new"])
        expect(read(changed({ type }))).toMatchObject({ type, entries: [] });
    });

    test.each([
      ["none", undefined],
      ["null", null],
      ["an empty one", ""],
      ["another key's", createHash("sha256").update("another").digest("hex")],
      ["half of it", "0".repeat(32)],
      ["as many signs that are more bytes", "\u00e9".repeat(64)],
      ["halves of signs", "\ud800".repeat(64)],
    ])("with %s for its signature is nobody's", (_name, signature) => {
      expect(read(changed({ signature }))).toBeNull();
    });

    test("signed with a key that was rolled since is nobody's", async () => {
      const [before, old] = [stage.credentials, body];
      await stage.market.revoke(before);
      stage.credentials = await stage.market.credentials();
      expect(read(old)).toBeNull();
      const { told } = await events(1, async () => stage.market.sell(await product("1.00"), 1));
      expect(told).toMatchObject([{ entries: [{ amount: 100 }] }]);
      stage.credentials = before;
    });
  });

  describe("what is no event", () => {
    const tame = (body: string) => {
      try {
        const event = read(body, {});
        return event === null || event.entries.every(sound);
      } catch (error) {
        if (error instanceof PlatformError && error.kind === "refused") return true;
        throw error;
      }
    };

    test.each([
      "",
      "null",
      "[]",
      "{",
      "0",
      '"paid"',
      "<html>",
      "a=b",
      '{"type":7}',
      '{"type":"paid"}',
      '{"type":"refunded"}',
    ])("%j is refused", async (body) => {
      const error = await stage.failureOf((async () => read(body, {}))());
      expect(error.kind).toBe("refused");
    });

    test("is refused or harmless, whatever it is", () => {
      fc.assert(
        fc.property(fc.oneof(fc.json(), fc.string({ maxLength: 400 })), (body) => {
          expect(tame(body)).toBe(true);
        }),
        { seed: 20_261, numRuns: 500 },
      );
    });

    test("is refused or harmless, whatever a field of a true event is changed to", async () => {
      await events(2, async () => {
        const order = await stage.market.sell(await product("19.99"), 1);
        await stage.market.refund(order, 500);
      });
      const odd = fc.oneof(
        fc.constantFrom<unknown>(null, "", "0", "-1", 1e300, -1, 0.5, 9_000_000_000_000_000, "9".repeat(30)),
        fc.integer(),
        fc.maxSafeInteger(),
        fc.jsonValue(),
      );
      for (const event of bodies.map((body) => JSON.parse(body)))
        fc.assert(
          fc.property(fc.constantFrom(...Object.keys(event)), odd, (name, value) => {
            expect(tame(JSON.stringify({ ...event, [name]: value }))).toBe(true);
          }),
          { seed: 20_261, numRuns: 2_000 },
        );
    });
  });
}

/** `next` is one row more: given numbers, as booking does. */
function numbered(entries: readonly Entry[]): Entry[] {
  return entries.map((entry, index) => (entry.row === "next" ? { ...entry, row: index } : entry));
}

function sound({ amount, fee, quantity, at, type }: Entry): boolean {
  const whole = [amount, fee, quantity].every(Number.isSafeInteger);
  return whole && (type === "sale" ? amount >= 0 : amount <= 0) && !Number.isNaN(Date.parse(at));
}
