import { expect, test } from "vitest";
import { type House, openHouse } from "./house";
import { countOf, expectOnSaleOnce, settled } from "./settled";

const titles = ["Knots", "Bees", "Clocks"];

interface Effect {
  remoteCalls: number;
  runs: number;
  sold: number;
}

/** Lists three manuals and books a sale in each shop, all by messages. */
async function listAndSell(house: House): Promise<Effect> {
  for (const title of titles) await house.manual(title);
  await house.forgetCalls();
  expect((await house.schedule("run-agent")).status).toBe(200);
  await settled(house);
  await expectOnSaleOnce(house, titles);
  const [product] = (await house.markets.gumroadBooks()).products;
  const [listing] = (await house.markets.etsyBooks()).listings;
  await house.markets.doors.gumroad("POST", "sale", { product_id: product?.id });
  await house.markets.doors.etsy("POST", "sale", { listing_id: listing?.listing_id });
  expect((await house.schedule("sync-sales")).status).toBe(200);
  await settled(house);
  return {
    remoteCalls: await house.remoteCalls(),
    runs: await countOf(house, "agent_runs"),
    sold: await countOf(house, "revenue where transaction_type = 'sale'"),
  };
}

async function withSwitches(switches: object) {
  const house = await openHouse();
  await house.account.set(switches);
  const effect = await listAndSell(house);
  const messages = await house.account.messages();
  const signed = house.answers.filter((answer) => answer.signed);
  const done = await countOf(house, "deliveries where source = 'qstash' and done_at is not null");
  const problems = await countOf(house, "agent_runs where status <> 'finished'");
  await house.close();
  return { effect, messages, signed, done, problems };
}

test("each message five times and out of order: one effect, all 2xx, no more calls of the shops", async () => {
  const single = await withSwitches({});
  expect(single.effect.sold).toBe(2);
  expect(single.problems).toBe(0);
  for (const switches of [
    { copies: 5, order: "shuffle", seed: 7 },
    { copies: 5, order: "reverse", together: true },
  ]) {
    const five = await withSwitches(switches);
    expect(five.signed).toHaveLength(5 * five.messages.length);
    expect(new Set(five.signed.map(({ status }) => status))).toEqual(new Set([200]));
    expect(five.done).toBe(five.messages.length);
    expect(five.problems).toBe(0);
    const { remoteCalls, runs, sold } = five.effect;
    expect({ runs, sold }).toEqual({ runs: single.effect.runs, sold: 2 });
    expect(remoteCalls / single.effect.remoteCalls, `${remoteCalls}`).toBeLessThanOrEqual(1.05);
  }
}, 600_000);
