import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PlatformError } from "@/lib/errors";
import type { Entry } from "@/lib/platforms/sales";
import { receive } from "./receive";
import type { Subject } from "./subject";

/** What anybody may send to an address that is public. */
export function noEvent(subject: Subject): void {
  const { stage, read, events, product } = receive(subject);

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
      const error = await stage().failureOf((async () => read(body, {}))());
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
      const { bodies } = await events(2, async () => {
        const order = await stage().market.sell(await product("19.99"), 1);
        await stage().market.refund(order, 500);
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

function sound({ amount, fee, quantity, at, type }: Entry): boolean {
  const whole = [amount, fee, quantity].every(Number.isSafeInteger);
  return whole && (type === "sale" ? amount >= 0 : amount <= 0) && !Number.isNaN(Date.parse(at));
}
