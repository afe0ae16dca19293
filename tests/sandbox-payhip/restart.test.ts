import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { openReceiver, openShop } from "./shop";

const dir = mkdtempSync(join(tmpdir(), "payhip-"));
afterAll(() => rmSync(dir, { recursive: true }));

test("everything answered survives a kill: books, key, switches, and webhooks that still have to go", async () => {
  const hook = await openReceiver();
  const shop = await openShop({ dir: join(dir, "alive") });
  await shop.control("POST", "webhooks", { urls: hook.url, events: ["paid"] });
  await shop.set({ webhooks: "hold", date_as_string: true });
  const { product_key } = await shop.product();
  const { id } = await shop.sell({ product_key });
  await shop.refund(id, 100);
  await shop.api("POST", "/coupons", { body: JSON.stringify({ code: "TENTH", percent_off: 10 }) });
  const [before, key] = [await shop.books(), await shop.apiKey()];
  const port = Number(new URL(shop.url).port);
  // What is on disk while it still runs is what a kill would leave.
  cpSync(join(dir, "alive"), join(dir, "killed"), { recursive: true });
  await shop.close();
  await wait(200);

  const again = await openShop({ dir: join(dir, "killed"), port });
  expect(await again.books()).toEqual(before);
  expect(await again.apiKey()).toBe(key);
  expect((await again.product()).product_key).not.toBe(product_key);
  await again.set({ webhooks: "send" });
  await hook.arrived(1);
  expect(hook.received[0]).toMatchObject({ id, type: "paid" });
  await again.close();
  await hook.close();
});
