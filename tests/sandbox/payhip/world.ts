import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Books, Table } from "@/tests/sandbox/kit/books";
import type { Clock } from "@/tests/sandbox/kit/types";
import * as rows from "@/tests/sandbox/payhip/rows";
import { type Switches, switchesSchema } from "@/tests/sandbox/payhip/switches";

/** Everything the stand-in's parts work with. */
export type World = {
  books: Books;
  clock: Clock;
  products: Table<rows.Product>;
  coupons: Table<rows.Coupon>;
  sales: Table<rows.Sale>;
  deliveries: Table<rows.Delivery>;
  account(): rows.Account;
  setAccount(changes: Partial<rows.Account>): rows.Account;
  switches(): Switches;
  /** Takes the switches named, throws a ZodError on an unknown one. */
  set(changes: unknown): Switches;
  /** Epoch seconds. */
  seconds(): number;
};

export function openWorld(books: Books, clock: Clock): World {
  const accounts = books.table("account", rows.accountSchema);
  const stored = books.table("switches", switchesSchema);
  const account = () => accounts.get("seller") ?? openAccount(accounts);
  const switches = (): Switches => stored.get("all") ?? switchesSchema.parse({});
  return {
    books,
    clock,
    products: books.table("products", rows.productSchema),
    coupons: books.table("coupons", rows.couponSchema),
    sales: books.table("sales", rows.saleSchema),
    deliveries: books.table("deliveries", rows.deliverySchema),
    account,
    setAccount(changes) {
      const next = { ...account(), ...changes };
      accounts.put("seller", next);
      return next;
    },
    switches,
    set(changes) {
      const next = switchesSchema.parse({
        ...switches(),
        ...z.record(z.string(), z.unknown()).parse(changes),
      });
      stored.put("all", next);
      return next;
    },
    seconds: () => Math.floor(clock.now().getTime() / 1000),
  };
}

export function newKey(): string {
  return randomBytes(20).toString("hex");
}

function openAccount(accounts: Table<rows.Account>): rows.Account {
  const account: rows.Account = { api_key: newKey(), webhook_urls: [], webhook_events: [] };
  accounts.put("seller", account);
  return account;
}
