import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type ProductServer, removeData } from "../support/server";
import { waitFor } from "../support/wait";
import { paid, refunded, report } from "./payhip-events";
import { formOf, listed, processed, readAll, row, startWithOwner } from "./product";

let server: ProductServer;
let listing: number;

const hostile = '=HYPERLINK("http://evil.example","Knots, \n""and"" bends")';

beforeAll(async () => {
  server = await startWithOwner();
  const made = await server.call("POST", "/manuals", await formOf("Known", 1, { rights: "own_work" }));
  await processed(server, row.parse(made.body).id);
  await server.call("POST", "/platforms/3/activate");
  const action = await waitFor(async () => (await listed(server, "actions")).rows[0] ?? null, 30_000);
  const response = "https://payhip.com/b/KnWn";
  expect((await server.call("POST", `/actions/${action.id}/resolve`, { response })).status).toBe(200);
  listing = z.int().parse(action.listing_id);
  // All at one moment: the cursor must not lose its place among them.
  const many = Array.from({ length: 60 }, (_, n) => paid({ id: `S${n}`, price: 100 + n, daysAgo: 2 }));
  const known = { id: "K1", price: 1299, key: "KnWn", fees: [68, 65] as [number, number] };
  const odd = [
    paid({ id: "+cmd|' /C calc'!A0", price: 5, title: hostile, key: "ZzZz", daysAgo: 40 }),
    paid({ id: "U1", price: 700, title: "Über „Knoten“ 📕", currency: "EUR", daysAgo: 1 }),
  ];
  await report(server, [...many, paid(known), refunded(known, 299), ...odd], 64);
}, 400_000);

afterAll(async () => {
  await server.stop();
  removeData(server.dataDir);
});

const ids = (rows: Record<string, unknown>[]) => rows.map(({ transaction_id }) => String(transaction_id));

test("a line has the guide's fields, amounts in major units, and says that it is estimated", async () => {
  const { rows } = await listed(server, "revenue/entries", `?type=sale&listing_id=${listing}`);
  expect(rows).toEqual([
    {
      id: expect.any(Number),
      listing_id: listing,
      platform_id: 3,
      transaction_id: "K1",
      transaction_type: "sale",
      amount: 12.99,
      fee: 1.33,
      net_amount: 11.66,
      currency: "USD",
      quantity: 1,
      basis: "estimated",
      transaction_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    },
  ]);
});

test("a refund is a negative line of the same transaction, and no unit", async () => {
  const { rows } = await listed(server, "revenue/entries", "?type=refund");
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ transaction_id: "K1", amount: -2.99, net_amount: -2.99, quantity: 0 });
  expect(rows[0]?.listing_id).toBe(listing);
});

test.each([1, 7, 50, 64, 100])(
  "paged by %i, every line comes once, newest first, to the end",
  async (limit) => {
    const { rows, pages } = await readAll(server, "revenue/entries", `?limit=${limit}`);
    expect(rows).toHaveLength(64);
    expect(pages).toBe(Math.ceil(64 / limit));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(64);
    const order = rows.map((one) => `${one.transaction_date} ${String(one.id).padStart(9, "0")}`);
    expect(order).toEqual([...order].sort().reverse());
  },
);

test("fifty come on a page when nobody says how many", async () => {
  const { rows, link } = await listed(server, "revenue/entries");
  expect([rows.length, link === null]).toEqual([50, false]);
});

test("lines that arrive while somebody pages are neither repeated nor do they push others out", async () => {
  const { rows: before, link } = await listed(server, "revenue/entries", "?limit=30");
  await report(server, [paid({ id: "late", price: 1 })], 65);
  const next = new URL(/^<([^>]+)>/.exec(link ?? "")?.[1] ?? "").search;
  const { rows: rest } = await readAll(server, "revenue/entries", next);
  const seen = ids([...before, ...rest]);
  expect(seen).not.toContain("late");
  expect(seen).toHaveLength(64);
});

test("filters hold from page to page, and what nothing fits is an empty list", async () => {
  const { rows, pages } = await readAll(server, "revenue/entries", "?limit=20&type=sale&platform_id=3");
  expect([rows.length, pages]).toEqual([64, 4]);
  expect(rows.every((one) => one.transaction_type === "sale")).toBe(true);
  for (const query of [
    "platform_id=1",
    "listing_id=999999",
    "type=payout",
    `type=fee&listing_id=${listing}`,
  ]) {
    expect((await listed(server, "revenue/entries", `?${query}`)).rows).toEqual([]);
  }
});

async function csv(query = "") {
  const response = await fetch(`${server.api}/revenue.csv${query}`, {
    headers: { authorization: `Bearer ${server.token}` },
  });
  const text = await response.text();
  return { response, text, lines: parse(text, { columns: true, record_delimiter: "\r\n" }) };
}
const line = z.record(z.string(), z.string());

test("GET /revenue.csv: one header, every line once, CRLF throughout, quotes doubled", async () => {
  const { response, text, lines } = await csv();
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition")).toContain("revenue.csv");
  const header = "date,platform,type,transaction_id,manual,quantity,amount,fee,net_amount,currency,basis";
  expect(text.startsWith(`${header}\r\n`)).toBe(true);
  expect(text.split(header)).toHaveLength(2);
  expect(text.endsWith("\r\n")).toBe(true);
  // The one line feed of its own is inside a quoted title.
  expect(text.replaceAll("\r\n", "").split("\n")).toHaveLength(2);
  expect(lines).toHaveLength(65);
  const { rows } = await readAll(server, "revenue/entries", "?limit=100");
  expect(ids(lines.map((one) => line.parse(one))).map((id) => id.replace(/^'/, ""))).toEqual(ids(rows));
});

test("amounts of the file are the ledger's, with a point and the decimals of the currency", async () => {
  const lines = z.array(line).parse((await csv()).lines);
  const refund = lines.find(({ type }) => type === "refund");
  expect(refund).toMatchObject({
    transaction_id: "K1",
    platform: "payhip",
    manual: "Known",
    quantity: "0",
    amount: "-2.99",
    fee: "0.00",
    net_amount: "-2.99",
    currency: "USD",
    basis: "estimated",
  });
  expect(lines.find(({ transaction_id }) => transaction_id === "U1")?.manual).toBe("Über „Knoten“ 📕");
});

test("a text that a spreadsheet would run is made harmless", async () => {
  const { text, lines } = await csv();
  const odd = z
    .array(line)
    .parse(lines)
    .find(({ transaction_id }) => transaction_id?.includes("calc"));
  expect(odd).toMatchObject({ transaction_id: "'+cmd|' /C calc'!A0", manual: `'${hostile}` });
  for (const cell of text.split(/[,\r\n]+/)) expect(cell).not.toMatch(/^"?[=+@\t]/);
});

test("the file is cut by days and currency", async () => {
  expect((await csv("?days=30")).lines).toHaveLength(64);
  expect((await csv("?currency=eur")).lines).toHaveLength(1);
  const none = await csv("?currency=CHF");
  expect([none.lines, none.text.split("\r\n").length]).toEqual([[], 2]);
});
