import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { onSale, openShop, pngHead, uploadFile, uploadImage } from "@/tests/sandbox-gumroad/shop";

const dir = mkdtempSync(join(tmpdir(), "gumroad-"));
afterAll(() => rmSync(dir, { recursive: true }));

test("everything answered survives a kill, with the same two addresses", async () => {
  const shop = await openShop({ dir: join(dir, "alive") });
  const url = await uploadFile(shop, "kept.pdf", Buffer.from("%PDF-1.7 kept"));
  const product = await onSale(shop, { files: [{ id: "tmp", url }], tags: ["kept"] });
  const { signedId } = await uploadImage(shop, pngHead(600, 600));
  await shop.call("POST", `/products/${product.id}/covers`, { signed_blob_id: signedId });
  await shop.call("POST", `/products/${product.id}/thumbnail`, { signed_blob_id: signedId });
  await shop.call("PUT", "/resource_subscriptions", {
    resource_name: "sale",
    post_url: "https://shop.example/hook",
  });
  const sale = await shop.control("sale", { product_id: product.id });
  await shop.call("PUT", `/sales/${sale.id}/refund`, { amount_cents: 100 });
  await shop.control("dispute", { sale_id: sale.id });
  await shop.control("payout", {});
  await shop.control("set", { moderation: "unavailable" });
  const before = await shop.books();
  const port = Number(new URL(shop.sandbox.url).port);
  // What is on disk while it still runs is what a kill would leave.
  cpSync(join(dir, "alive"), join(dir, "killed"), { recursive: true });
  await shop.close();
  await wait(200);

  const again = await openShop({ dir: join(dir, "killed"), port });
  const { tokens: _new, ...after } = await again.books();
  const { tokens: _old, ...expected } = before;
  expect(after).toEqual(expected);
  expect((await again.call("GET", `/products/${product.id}`, undefined, shop.token)).json.success).toBe(true);
  await again.close();
});

test("faults on the upload host are set at its own control door", async () => {
  const shop = await openShop({ profile: "open" });
  const fault = { match: { method: "PUT" }, kind: "error_before", status: 503 };
  await fetch(`${shop.sandbox.uploadUrl}/__control/faults`, { method: "POST", body: JSON.stringify(fault) });
  const bytes = pngHead(600, 600);
  expect((await uploadImage(shop, bytes)).status).toBe(503);
  expect((await uploadImage(shop, bytes)).status).toBe(200);
  await shop.close();
});
