import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { syncSales } from "@/lib/agent/sync-sales";
import { AppError } from "@/lib/errors";
import { bookEvents } from "@/lib/revenue/webhook";
import { paid, refunded } from "../http/payhip-events";
import { opener } from "../support/database";
import { openInside } from "./inside";

const line = { product_key: "AbCd", product_name: "Knots", quantity: "1" };
const largest = Number.MAX_SAFE_INTEGER;

/** Events that fit Payhip's words and are odd all the same. */
const odd: [string, object][] = [
  ["an id with NUL", { id: "a\0b" }],
  ["an id with half a character", { id: "a\ud800" }],
  ["a type with NUL", { type: "x\0y" }],
  ["a quantity beyond a column", { items: [{ ...line, quantity: "3000000000" }] }],
  ["a quantity beyond all numbers", { items: [{ ...line, quantity: "9".repeat(30) }] }],
  ["the largest quantity, twice", { items: [1, 2].map(() => ({ ...line, quantity: "2147483647" })) }],
  ["a moment beyond the calendar", { date: 9_000_000_000_000_000 }],
  ["a moment in the year 10000", { date: 253_402_300_800 }],
  ["a moment in the year 200000", { date: 6_249_000_000_000 }],
  ["no moment", { date: undefined }],
  ["the largest price", { price: largest }],
  ["fees larger than the price", { stripe_fee: largest, payhip_fee: largest }],
  ["a tax larger than the price", { vat_amount: 5_000 }],
  ["a title with NUL and half a character", { items: [{ ...line, product_name: "K\0n\ud800ots" }] }],
  ["a title of sixty thousand letters", { items: [{ ...line, product_name: "x".repeat(60_000) }] }],
  ["nine hundred items", { items: Array.from({ length: 900 }, () => line) }],
  ["the same product three times", { items: [line, line, line] }],
  ["a refund of more than was paid", refunded({ id: "odd", price: 100 }, 5_000)],
  [
    "a refund in the year 10000",
    { ...refunded({ id: "odd", price: 100 }, 50), date_refunded: 253_402_300_800 },
  ],
];

describe("an odd event is taken or refused, and the next one is booked all the same", () => {
  const open = opener("pg");

  test.each(odd)("%s", async (_name, change) => {
    const { app, receive, ledger } = await openInside(open);
    const refusal: unknown = await receive({ ...paid({ id: "odd", price: 1299 }), ...change }).catch(
      (error) => error,
    );
    if (refusal instanceof Error) {
      expect(refusal).toBeInstanceOf(AppError);
      expect(refusal).toMatchObject({ kind: "malformed" });
    }
    await receive(paid({ id: "next", price: 100 }));
    await bookEvents(app).catch(() => new Map());
    const { problems } = await syncSales(app, new Date(Date.now() + 5_000));
    expect(problems).toEqual([]);
    expect((await ledger()).map(({ id }) => id)).toContain("next");
    app.remove();
  });

  test("also when it was stored and cannot be booked", async () => {
    const { app, receive, ledger } = await openInside(open);
    await receive(paid({ id: "stuck", price: 100 }));
    await app.db.execute(
      sql`update webhook_events set entries = jsonb_set(entries, '{0,quantity}', '3000000000')`,
    );
    await receive(paid({ id: "next", price: 100 }));
    await bookEvents(app).catch(() => new Map());
    expect((await ledger()).map(({ id }) => id)).toEqual(["next"]);
    app.remove();
  });
});
