import { expect } from "vitest";
import { z } from "zod";
import { waitFor } from "../support/wait";
import type { House } from "./house";

/** Long enough for a busy machine. */
const PATIENCE_MS = 120_000;

/** Waits until no message is on its way and no listing is unfinished. */
export async function settled(house: House): Promise<void> {
  await waitFor(
    async () => {
      const open = (await house.account.messages()).filter(({ state }) => state === "pending");
      const [left] = await house.query(
        "select count(*) as work from listing_work",
        z.object({ work: z.number() }),
      );
      return open.length === 0 && left?.work === 0 ? true : null;
    },
    PATIENCE_MS,
    async () => JSON.stringify({ messages: await house.account.messages(), answers: house.answers }),
  );
}

/** Each of these manuals is once on sale in each shop, by the shops' own books. */
export async function expectOnSaleOnce(house: House, titles: string[]): Promise<void> {
  const etsy = (await house.markets.etsyBooks()).listings.filter(({ state }) => state !== "removed");
  expect(etsy.map(({ state }) => state)).toEqual(titles.map(() => "active"));
  const gumroad = (await house.markets.gumroadBooks()).products.filter(({ deleted }) => !deleted);
  expect(gumroad.map(({ published }) => published)).toEqual(titles.map(() => true));
  expect(gumroad.map(({ name }) => name).sort()).toEqual([...titles].sort());
}

const count = z.object({ count: z.number() });

/** Rows of a table, by a condition. */
export async function countOf(house: House, from: string): Promise<number> {
  return (await house.query(`select count(*) as count from ${from}`, count))[0]?.count ?? 0;
}
