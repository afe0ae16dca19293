import { afterEach, beforeEach, expect, test } from "vitest";
import type { Money } from "@/lib/money";
import { planFor } from "./files";
import { arrived, listingOf, theOne } from "./journey";
import { inOrder, toldBy, walk } from "./paging";
import { openStage, reconnect, type Stage } from "./stage";
import { because, ruled, type Subject } from "./subject";

/** Amounts that a binary fraction cannot hold, or that end in one hundredth. */
const dollars = [1999, 895, 995, 435, 29, 100_001, 20];
const yen = [500, 1299, 49_999];

/** No cent is lost or made: created, read back, sold, refunded and polled are the same whole numbers. */
export function cents(subject: Subject): void {
  const { platform, deviations } = subject;
  const { currencies, minPrice } = platform.limits;
  const has = (code: string) => currencies === "any" || currencies.includes(code);
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage(subject);
  });
  afterEach(() => stage.close());

  const cases = [
    ...dollars.map((amount): Money => ({ amount, currency: "USD" })),
    ...yen.filter(() => has("JPY")).map((amount): Money => ({ amount, currency: "JPY" })),
  ];
  const fits = ({ amount, currency }: Money) => amount >= (minPrice[currency] ?? 1);

  for (const price of cases.filter(fits)) {
    const reported = price.currency === "USD" ? undefined : deviations.salesIn;
    test(`${price.amount} ${price.currency}${because(reported)}`, async () => {
      await sellsIn(stage, price.currency);
      const { plan, remoteId } = await arrived(stage, await planFor(platform, { price }));
      expect((await theOne(stage, plan)).price).toEqual(price);
      expect((await listingOf(platform).read(stage.session, remoteId, plan))?.price).toEqual(price);

      await stage.market.sell(remoteId, 1);
      const order = await stage.market.sell(remoteId, 3);
      const told = async () => {
        const { entries } = await walk(stage, null);
        return toldBy(entries).filter((line) => line.remoteId === remoteId);
      };
      const currency = ruled(price.currency, reported);
      const sold = await told();
      expect(sold.map((line) => [line.quantity, line.currency]).sort()).toEqual([
        [1, currency],
        [3, currency],
      ]);
      if (!reported)
        expect(sold.map(({ amount }) => amount).sort((a, b) => a - b)).toEqual([
          price.amount,
          price.amount * 3,
        ]);

      await stage.market.refund(order, price.amount + 1);
      await stage.market.refund(order);
      const all = await told();
      const books = inOrder(await stage.market.sales()).filter((line) => line.remoteId === remoteId);
      expect(all).toEqual(books);
      expect(all.reduce((sum, { amount }) => sum + amount, 0)).toBe(
        all.find(({ quantity }) => quantity === 1)?.amount,
      );
    });
  }
}

/** Makes the shop sell in a currency, where a shop has one. */
async function sellsIn(stage: Stage, currency: string): Promise<void> {
  await stage.market.shopIn?.(currency);
  await reconnect(stage);
}
