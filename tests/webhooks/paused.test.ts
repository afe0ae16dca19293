import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { listed } from "../http/product";
import { openShop, type Shop } from "./shop";

let shop: Shop;
let key: string;

beforeAll(async () => {
  shop = await openShop();
  key = await shop.product(1299);
  await shop.hook(await shop.url());
}, 400_000);

afterAll(() => shop.close());

const email = "a.very.private.buyer@example.net";
const count = z.looseObject({ counts: z.looseObject({ synced: z.number() }) });
const agent = (agent_enabled: boolean) => shop.server.call("PATCH", "/settings", { agent_enabled });

test("while the agent is off an event is stored with 200; on again, the next sync-sales books it", async () => {
  await agent(false);
  await shop.door("POST", "set", { webhooks: "hold" });
  const sale = await shop.sell({ product_key: key, email });
  const refund = await shop.refund(sale.id, 299);
  expect(await shop.redeliver([...sale.deliveries, ...refund.deliveries])).toEqual([200, 200]);
  expect(await shop.count("webhook_events")).toBe(2);
  const idle = count.parse(await (await shop.cron("sync-sales")).json());
  expect(idle.counts.synced).toBe(0);
  expect(await shop.ledger(sale.id)).toEqual([]);
  await agent(true);
  const done = count.parse(await (await shop.cron("sync-sales")).json());
  expect(done.counts.synced).toBe(1);
  expect((await shop.ledger(sale.id)).map(({ amount }) => amount)).toEqual([12.99, -2.99]);
  await shop.cron("sync-sales");
  expect(await shop.ledger(sale.id)).toHaveLength(2);
});

test("a platform that is switched off still books what its buyers do", async () => {
  await shop.server.call("POST", "/platforms/3/deactivate");
  await shop.door("POST", "set", { webhooks: "send" });
  await shop.booked((await shop.sell({ product_key: key, email })).id, 1);
});

test("nothing of the buyer is in the database, in an answer, in the log, or in the file", async () => {
  const everything = await shop.everything();
  expect(everything).toContain(key);
  const file = await fetch(`${shop.server.api}/revenue.csv`, {
    headers: { authorization: `Bearer ${shop.server.token}` },
  });
  const shown = JSON.stringify((await listed(shop.server, "revenue/entries")).rows);
  for (const text of [everything, shop.server.output(), shown, await file.text()]) {
    expect(text).not.toContain("very.private");
    expect(text).not.toContain("203.0.113");
    expect(text).not.toMatch(/ip_address|"email":\s*"a\./);
  }
});
