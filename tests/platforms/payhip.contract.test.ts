import { z } from "zod";
import { payhip } from "@/lib/platforms/payhip";
import { startPayhip } from "@/tests/sandbox/payhip";
import { door } from "@/tests/support/markets";
import { contract } from "./contract";
import type { Market } from "./contract/subject";

const item = z.object({ product_key: z.string(), quantity: z.number() });
const books = z.object({
  products: z.array(
    z.looseObject({
      product_key: z.string(),
      title: z.string(),
      price: z.number(),
      currency: z.string(),
      removed: z.boolean(),
    }),
  ),
  sales: z.array(
    z.object({
      id: z.string(),
      price: z.number(),
      vat: z.number(),
      currency: z.string(),
      items: z.array(item).min(1),
      refunds: z.array(z.object({ amount: z.number() })),
    }),
  ),
});
const sold = z.object({ id: z.string() });

async function open(): Promise<Market> {
  const sandbox = await startPayhip({ profile: "open" });
  const control = door(sandbox.url);
  const read = async () => books.parse(await control("GET", "books"));
  return {
    origin: sandbox.url,
    control,
    close: () => sandbox.close(),
    credentials: async () => z.object({ api_key: z.string() }).parse(await control("POST", "token", {})),
    revoke: () => control("POST", "roll-key", {}),
    listings: async () =>
      (await read()).products.map(({ product_key, title, price, currency, removed, ...row }) => ({
        remoteId: product_key,
        carrier: title,
        state: removed ? "gone" : "live",
        title,
        price: { amount: price, currency },
        files: [],
        images: [],
        row,
      })),
    sales: async () =>
      (await read()).sales.flatMap(({ id, price, vat, currency, items, refunds }) => {
        const line = { id, currency, remoteId: items.length === 1 ? (items[0]?.product_key ?? null) : null };
        const quantity = items.reduce((sum, one) => sum + one.quantity, 0);
        // Told with the tax; all of it given back is all of the order.
        const back = refunds.reduce((sum, { amount }) => sum + amount, 0);
        const net = Math.round((back * (price - vat)) / price);
        const refund = { ...line, type: "refund" as const, amount: -net, quantity: 0 };
        return [
          { ...line, type: "sale" as const, amount: price - vat, quantity },
          ...(back > 0 ? [refund] : []),
        ];
      }),
    sell: async (product_key, quantity) =>
      sold.parse(await control("POST", "sale", { product_key, quantity })).id,
    refund: (id, amount) => control("POST", "refund", { id, amount }),
    async typeIn(texts, currency) {
      const body = new URLSearchParams({ ...texts, currency });
      const response = await fetch(`${sandbox.url}/product/add/digital`, {
        method: "POST",
        body,
        redirect: "manual",
      });
      return response.headers.get("location") ?? "";
    },
    async order(lines, vat) {
      const items = lines.map(({ remoteId, quantity }) => ({ product_key: remoteId, quantity }));
      return sold.parse(await control("POST", "sale", { items, vat })).id;
    },
    hook: (urls) => control("POST", "webhooks", { urls, events: ["paid", "refunded"] }),
    remove: (product_key) => control("POST", "product-change", { product_key, removed: true }),
  };
}

contract({
  platform: payhip,
  open,
  deviations: {
    absent: {
      listing: "Payhip has no listing API: reference B1",
      sales: "Payhip has no API of sales: reference B1",
      stats: "Payhip has no API of products or analytics: reference B1",
    },
    anyPage: [
      "Just a moment...",
      "a public page is told by its title where it has no structured data: nothing of the page is documented, reference B5",
    ],
  },
});
