import { expect, test } from "vitest";
import { z } from "zod";
import { type House, openHouse } from "./house";
import { countOf, expectOnSaleOnce, settled } from "./settled";

const titles = ["Knots", "Bees", "Clocks"];
const reply = z.object({ task: z.string(), more: z.boolean() });

/** Calls of the shops that the listing of all takes when `times` schedules come at once. */
async function listAll(house: House, times: number): Promise<number> {
  for (const title of titles) await house.manual(title);
  await house.forgetCalls();
  const answers = await Promise.all(Array.from({ length: times }, () => house.schedule("run-agent")));
  expect(answers.map(({ status }) => status)).toEqual(Array(times).fill(200));
  for (const { body } of answers) reply.parse(body);
  await settled(house);
  await expectOnSaleOnce(house, titles);
  return house.remoteCalls();
}

test.each([
  ["with QStash each occurrence leaves one message a platform", true],
  ["without it one of them works and nothing is published", false],
])(
  "fifty cron calls at once: %s",
  async (_name, qstash) => {
    const first = await openHouse({ qstash });
    const single = await listAll(first, 1);
    const messages = (await first.account.messages()).length;
    await first.close();

    const house = await openHouse({ qstash });
    const fifty = await listAll(house, 50);
    expect(fifty / single, `${fifty} and ${single}`).toBeLessThanOrEqual(1.05);
    expect(await house.account.messages()).toHaveLength(messages);
    expect(messages).toBe(qstash ? 3 : 0);
    expect(await countOf(house, "deliveries")).toBe(messages);
    expect(await countOf(house, "agent_runs where status = 'finished'")).toBe(qstash ? 3 : 1);
    expect(await countOf(house, "agent_runs where status <> 'finished'")).toBe(0);
    await house.close();
  },
  600_000,
);
