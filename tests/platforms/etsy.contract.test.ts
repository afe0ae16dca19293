import { z } from "zod";
import { etsy } from "@/lib/platforms/etsy";
import { startEtsy } from "@/tests/sandbox/etsy";
import { door } from "@/tests/support/markets";
import { contract } from "./contract";
import type { Market } from "./contract/subject";

const file = z.object({ name: z.string(), size: z.number(), sha256: z.string() });
const books = z.object({
  violations: z.array(z.unknown()),
  ignored: z.array(z.unknown()),
  shop: z.object({ currency: z.string() }),
  listings: z.array(
    z.looseObject({
      listing_id: z.number().transform(String),
      state: z.enum(["draft", "active", "inactive", "removed"]),
      title: z.string(),
      description: z.string(),
      price: z.number(),
      files: z.array(file),
      images: z.array(z.object({ rank: z.number(), sha256: z.string() })),
    }),
  ),
  receipts: z.array(
    z.object({
      receipt_id: z.number().transform(String),
      refunds: z.array(z.object({ amount: z.number() })),
      gross: z.number(),
      transactions: z.array(
        z.object({
          transaction_id: z.number().transform(String),
          listing_id: z.number().transform(String),
          quantity: z.number(),
        }),
      ),
    }),
  ),
});
const sold = z.object({ receipt_id: z.number().transform(String) });
const states = { draft: "draft", active: "live", inactive: "off", removed: "gone" } as const;

async function open(): Promise<Market> {
  const sandbox = await startEtsy({ profile: "open" });
  const control = door(sandbox.url);
  /** The stand-in counts in hundredths whatever the currency; yen have none. */
  let hundredths = 1;
  const read = async () => books.parse(await control("GET", "books"));
  return {
    origin: sandbox.url,
    control,
    close: () => sandbox.close(),
    credentials: async () =>
      z.record(z.string(), z.coerce.string()).parse(await control("POST", "token", {})),
    revoke: () => control("POST", "password-changed", {}),
    listings: async () => {
      const { shop, listings } = await read();
      return listings.map(({ listing_id, state, title, description, price, files, images, ...row }) => ({
        remoteId: listing_id,
        carrier: description,
        state: states[state],
        title,
        price: { amount: price / hundredths, currency: shop.currency },
        files: files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
        images: images.sort((a, b) => a.rank - b.rank).map(({ sha256 }) => sha256),
        row,
      }));
    },
    sales: async () => {
      const { shop, receipts } = await read();
      return receipts.flatMap(({ receipt_id, gross, refunds, transactions: [line] }) => {
        const back = refunds.reduce((sum, refund) => sum + refund.amount, 0);
        const same = { currency: shop.currency, remoteId: line?.listing_id ?? null };
        return [
          {
            ...same,
            type: "sale" as const,
            id: line?.transaction_id ?? "",
            amount: gross / hundredths,
            quantity: line?.quantity ?? 0,
          },
          ...(back > 0
            ? [{ ...same, type: "refund" as const, id: receipt_id, amount: -back / hundredths, quantity: 0 }]
            : []),
        ];
      });
    },
    complaints: async () => {
      const { violations, ignored } = await read();
      return [...violations, ...ignored];
    },
    sell: async (id, quantity) => {
      const sale = await control("POST", "sale", { listing_id: Number(id), quantity });
      return sold.parse(sale).receipt_id;
    },
    refund: (id, amount) =>
      control("POST", "refund", { receipt_id: Number(id), amount: amount && amount * hundredths }),
    shopIn: (currency) => {
      hundredths = currency === "JPY" ? 100 : 1;
      return control("POST", "set", { currency });
    },
    salesPage: 100,
  };
}

contract({
  platform: etsy,
  open,
  deviations: {
    absent: {
      byHand: "Etsy has a listing API: reference 5",
      webhook: "Etsy's webhooks carry no money and know no refund: reference 10; sales are polled",
    },
    priceChanges: [["quantity"], "the inventory call replaces the whole product set: reference 5.5"],
  },
});
