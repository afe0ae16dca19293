import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { toldBy } from "./paging";
import { receive } from "./receive";
import type { Subject } from "./subject";

/** Events as the stand-in truly sends them, against its books. */
export function webhook(subject: Subject): void {
  const { stage, read, events, product } = receive(subject);

  describe("sums are those of the books", () => {
    test.each([
      ["19.99", "USD", 1],
      ["8.95", "USD", 3],
      ["4.35", "EUR", 7],
      ["0.29", "USD", 1],
      ["500", "JPY", 2],
    ])("a sale of %s %s, times %i, refunded in two parts", async (price, currency, quantity) => {
      const { entries, books } = await events(3, async () => {
        const order = await stage().market.sell(await product(price, currency), quantity);
        await stage().market.refund(order, 11);
        await stage().market.refund(order);
      });
      expect(toldBy(entries)).toEqual(books);
      expect(entries.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
      const [sale] = entries;
      expect(sale).toMatchObject({
        type: "sale",
        basis: subject.platform.webhook?.trust === "signed" ? "reported" : "estimated",
      });
      expect(Math.abs(Date.parse(sale?.at ?? "") - Date.now())).toBeLessThan(60_000);
    });

    test("an order of several products adds up to it exactly, each row with its product", async () => {
      const keys = await Promise.all(["19.99", "0.05", "8.95"].map((price) => product(price)));
      const lines = keys.map((remoteId, index) => ({ remoteId, quantity: index + 1 }));
      const { entries, books } = await events(1, async () => stage().market.order?.(lines, 0));
      expect(entries.map(({ row, remoteId, quantity }) => [row, remoteId, quantity])).toEqual(
        keys.map((key, index) => [index, key, index + 1]),
      );
      expect(toldBy(entries)).toEqual(books);
      expect(
        entries.every(({ amount, fee }) => Number.isSafeInteger(amount) && Number.isSafeInteger(fee)),
      ).toBe(true);
    });

    test("the tax is nobody's revenue, neither sold nor given back", async () => {
      const key = await product("9.95");
      const { entries, books } = await events(2, async () => {
        const order = (await stage().market.order?.([{ remoteId: key, quantity: 1 }], 199)) ?? "";
        await stage().market.refund(order);
      });
      expect(entries.map(({ amount }) => amount)).toEqual([995, -995]);
      expect(toldBy(entries)).toEqual(books);
    });

    test("a refund is never more than the order brought", async () => {
      const key = await product("9.95");
      const { entries } = await events(2, async () => {
        const order = (await stage().market.order?.([{ remoteId: key, quantity: 1 }], 199)) ?? "";
        await stage().market.refund(order);
      });
      expect(entries.at(-1)).toMatchObject({ type: "refund", cap: 995 });
    });
  });

  describe("one event", () => {
    let body: string;
    beforeAll(async () => {
      const { bodies } = await events(1, async () => stage().market.sell(await product("19.99"), 2));
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
      const [before, old] = [stage().credentials, body];
      await stage().market.revoke(before);
      stage().credentials = await stage().market.credentials();
      expect(read(old)).toBeNull();
      const { told } = await events(1, async () => stage().market.sell(await product("1.00"), 1));
      expect(told).toMatchObject([{ entries: [{ amount: 100 }] }]);
      stage().credentials = before;
    });
  });
}
