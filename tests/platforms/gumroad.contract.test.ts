import { z } from "zod";
import { gumroad } from "@/lib/platforms/gumroad";
import { startGumroad } from "@/tests/sandbox/gumroad";
import { door } from "@/tests/support/markets";
import { contract } from "./contract";
import type { Market } from "./contract/subject";

const file = z.object({
  id: z.string(),
  name: z.string(),
  size: z.number().nullable(),
  sha256: z.string().nullable(),
});
const books = z.object({
  products: z.array(
    z.looseObject({
      id: z.string(),
      custom_permalink: z.string(),
      name: z.string(),
      price: z.number(),
      currency: z.string().toUpperCase(),
      published: z.boolean(),
      deleted: z.boolean(),
      files: z.array(file),
      /** Ids of the files that the buyer's page shows. */
      buyer_page: z.array(z.string()),
      covers: z.array(z.object({ sha256: z.string() })),
      thumbnail: z.object({ sha256: z.string() }).nullable(),
    }),
  ),
  sales: z.array(
    z.object({
      id: z.string(),
      product_id: z.string(),
      quantity: z.number(),
      usd_cents: z.number(),
      refunds: z.array(z.object({ usd_cents: z.number() })),
    }),
  ),
});
const sold = z.object({ id: z.string() });

async function open(): Promise<Market> {
  const sandbox = await startGumroad({ profile: "open", established: true });
  const control = door(sandbox.url);
  const read = async () => books.parse(await control("GET", "books"));
  return {
    origin: sandbox.url,
    control,
    close: () => sandbox.close(),
    credentials: async () => z.object({ api_token: z.string() }).parse(await control("POST", "token", {})),
    revoke: ({ api_token }) => control("POST", "revoke", { api_token }),
    listings: async () =>
      (await read()).products.map(({ id, published, deleted, files, buyer_page, ...product }) => {
        const { custom_permalink, name, price, currency, covers, thumbnail, ...row } = product;
        return {
          remoteId: id,
          carrier: custom_permalink,
          state: deleted ? "gone" : published ? "live" : files.length > 0 ? "off" : "draft",
          title: name,
          price: { amount: price, currency },
          files: files
            .filter((file) => buyer_page.includes(file.id))
            .map(({ name, size, sha256 }) => ({ name, size, sha256 })),
          images: covers.map(({ sha256 }) => sha256),
          thumbnail: thumbnail?.sha256 ?? null,
          row,
        };
      }),
    sales: async () =>
      (await read()).sales.flatMap(({ id, product_id, quantity, usd_cents, refunds }) => {
        const line = { id, currency: "USD", remoteId: product_id };
        const back = refunds.reduce((sum, refund) => sum + refund.usd_cents, 0);
        return [
          { ...line, type: "sale" as const, amount: usd_cents, quantity },
          ...(back > 0 ? [{ ...line, type: "refund" as const, amount: -back, quantity: 0 }] : []),
        ];
      }),
    sell: async (product_id, quantity) =>
      sold.parse(await control("POST", "sale", { product_id, quantity })).id,
    refund: (sale_id, amount_cents) => control("POST", "refund", { sale_id, amount_cents }),
    salesPage: 10,
  };
}

contract({
  platform: gumroad,
  open,
  deviations: {
    absent: {
      byHand: "Gumroad has a listing API: reference A1.1",
      webhook:
        "Gumroad's webhooks are unsigned and a refund's tells no amount: reference A1.5, A7.3; sales are polled",
    },
    unlisted: ["draft", "Gumroad knows published or not, and nothing between: reference A5.4, A5.7"],
    busyStore: [
      "unreachable",
      "files go to Amazon's store, whose limits are not those of the API: reference A5.5",
    ],
    salesIn: ["USD", "money of sales is US cents whatever the product's currency: reference A1.5"],
  },
});
