import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { startBuyers } from "@/tests/sandbox/buyers";
import { type Shop as Etsy, openShop as openEtsy } from "@/tests/sandbox-etsy/shop";
import { draft, type Shop as Gumroad, onSale, openShop as openGumroad } from "@/tests/sandbox-gumroad/shop";
import { openShop as openPayhip, type Shop as Payhip } from "./shop";

const amounts = z.array(z.object({ amount: z.int().positive() }));
const etsyBooks = z.object({
  listings: z.array(
    z.object({ listing_id: z.int(), state: z.string(), quantity: z.int(), favorites: z.int() }),
  ),
  receipts: z.array(
    z.object({
      refunds: amounts,
      transactions: z.array(z.object({ listing_id: z.int(), quantity: z.int() })),
    }),
  ),
});
const gumroadBooks = z.object({
  sales: z.array(
    z.object({ product_id: z.string(), quantity: z.int(), refunds: z.array(z.looseObject({})) }),
  ),
});
const payhipBooks = z.object({
  sales: z.array(
    z.object({
      refunds: amounts,
      items: z.array(z.object({ product_key: z.string(), quantity: z.int() })),
    }),
  ),
});

let etsy: Etsy;
let gumroad: Gumroad;
let payhip: Payhip;
let buyers: ReturnType<typeof startBuyers> | undefined;

beforeEach(async () => {
  [etsy, gumroad, payhip] = await Promise.all([openEtsy(), openGumroad({ profile: "open" }), openPayhip()]);
});
afterEach(async () => {
  buyers?.stop();
  await Promise.all([etsy.close(), gumroad.close(), payhip.close()]);
});

const origins = () => ({ etsy: etsy.url, gumroad: gumroad.sandbox.url, payhip: payhip.url });

/** What was bought and given back in each market so far. */
async function bought() {
  const [onEtsy, onGumroad, onPayhip] = [
    etsyBooks.parse(await etsy.control("GET", "books")),
    gumroadBooks.parse(await gumroad.books()),
    payhipBooks.parse(await payhip.books()),
  ];
  return {
    listings: onEtsy.listings,
    etsy: onEtsy.receipts.flatMap((receipt) => receipt.transactions),
    gumroad: onGumroad.sales,
    payhip: onPayhip.sales.flatMap((sale) => sale.items),
    refunds: [onEtsy.receipts, onGumroad.sales, onPayhip.sales].map((sales) =>
      sales.reduce((count, sale) => count + sale.refunds.length, 0),
    ),
  };
}

const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 200 });

test("buyers buy what is on sale on every market, give some of it back, and look around on Etsy", async () => {
  const scarce = await etsy.publish({ quantity: "2" });
  const plenty = await etsy.publish();
  await etsy.draft();
  const published = await onSale(gumroad);
  await draft(gumroad);
  const kept = (await payhip.product()).product_key;
  const removed = (await payhip.product()).product_key;
  await payhip.control("POST", "product-change", { product_key: removed, removed: true });

  buyers = startBuyers(origins(), { everyMs: 2, seed: 7 });
  await eventually(async () => {
    const { refunds, listings, ...sales } = await bought();
    expect(Math.min(sales.etsy.length, sales.gumroad.length, sales.payhip.length)).toBeGreaterThan(15);
    expect(Math.min(...refunds)).toBeGreaterThan(0);
    expect(listings.some((listing) => listing.favorites > 0)).toBe(true);
  });
  buyers.stop();

  const { listings, ...sales } = await bought();
  expect(new Set(sales.etsy.map((one) => one.listing_id))).toEqual(new Set([scarce, plenty]));
  expect(new Set(sales.gumroad.map((one) => one.product_id))).toEqual(new Set([published.id]));
  expect(new Set(sales.payhip.map((one) => one.product_key))).toEqual(new Set([kept]));
  const quantities = [sales.etsy, sales.gumroad, sales.payhip].flat().map((one) => one.quantity);
  expect(new Set(quantities)).toEqual(new Set([1, 2, 3]));
  expect(quantities.filter((quantity) => quantity === 1).length).toBeGreaterThan(quantities.length / 2);
  expect(listings.find((listing) => listing.listing_id === scarce)).toMatchObject({
    state: "sold_out",
    quantity: 0,
  });
});

test("with nothing on sale nothing happens, and a market that is gone takes no other with it", async () => {
  buyers = startBuyers({ ...origins(), gumroad: "http://127.0.0.1:9" }, { everyMs: 2, seed: 1 });
  await new Promise((done) => setTimeout(done, 300));
  const { etsy: none, payhip: neither } = await bought();
  expect([none, neither]).toEqual([[], []]);
  const { product_key } = await payhip.product();
  await eventually(async () => {
    expect((await bought()).payhip.length).toBeGreaterThan(5);
  });
  buyers.stop();
  const { payhip: items } = await bought();
  expect(new Set(items.map((item) => item.product_key))).toEqual(new Set([product_key]));
});
