import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type ProductServer, removeData } from "../support/server";
import { paid, refunded, report } from "./payhip-events";
import { answerOf, fields, listed, startWithOwner } from "./product";

let server: ProductServer;

const first = { id: "Qx1", price: 1299, fees: [68, 65] as [number, number] };

beforeAll(async () => {
  server = await startWithOwner();
  await report(
    server,
    [
      paid(first),
      refunded(first, 1299),
      paid({ id: "Qx2", price: 2598, quantity: 2, daysAgo: 9, fees: [105, 130] }),
      paid({ id: "Qx3", price: 500, daysAgo: 45, fees: [45, 25] }),
      paid({ id: "Qx4", price: 1000, currency: "EUR", fees: [59, 50] }),
      paid({ id: "Qx5", price: 1200, currency: "JPY", daysAgo: 3, fees: [0, 60] }),
    ],
    6,
  );
}, 400_000);

afterAll(async () => {
  await server.stop();
  removeData(server.dataDir);
});

const day = z.strictObject({
  date: z.iso.date(),
  sales: z.int(),
  gross: z.number(),
  fees: z.number(),
  refunds: z.number(),
  net: z.number(),
});
const totals = {
  currency: z.string(),
  total_sales: z.int(),
  total_gross: z.number(),
  total_fees: z.number(),
  total_refunds: z.number(),
  total_revenue: z.number(),
};
/** The words of the contract, apart from what the server checks with. */
const summary = z.strictObject({
  period_days: z.int(),
  ...totals,
  by_platform: z.record(
    z.string().regex(/^\d+$/),
    z.strictObject({
      sales: z.int(),
      gross: z.number(),
      fees: z.number(),
      refunds: z.number(),
      revenue: z.number(),
    }),
  ),
  by_day: z.array(day),
  other_currencies: z.array(z.strictObject(totals)),
});

async function revenue(query = "") {
  const { status, body } = await server.call("GET", `/revenue${query}`);
  expect(status).toBe(200);
  answerOf("GET", "/revenue").parse(body);
  return summary.parse(body);
}

const sum = (values: number[]) => Math.round(values.reduce((all, one) => all + one, 0) * 100) / 100;

describe("GET /revenue", () => {
  test("sums thirty days of the workspace's currency, in major units, with units sold and what came back", async () => {
    expect(await revenue()).toMatchObject({
      period_days: 30,
      currency: "USD",
      total_sales: 3,
      total_gross: 38.97,
      total_fees: 3.68,
      total_refunds: 12.99,
      total_revenue: 22.3,
      by_platform: { 3: { sales: 3, gross: 38.97, fees: 3.68, refunds: 12.99, revenue: 22.3 } },
    });
  });

  test("other currencies stand beside it, each in its own, never converted and without its zeros", async () => {
    const { other_currencies } = await revenue();
    expect([...other_currencies].sort((a, b) => a.currency.localeCompare(b.currency))).toEqual([
      {
        currency: "EUR",
        total_sales: 1,
        total_gross: 10,
        total_fees: 1.09,
        total_refunds: 0,
        total_revenue: 8.91,
      },
      {
        currency: "JPY",
        total_sales: 1,
        total_gross: 1200,
        total_fees: 60,
        total_refunds: 0,
        total_revenue: 1140,
      },
    ]);
  });

  test.each(["EUR", "eur"])("another currency is asked for by its code: %s", async (code) => {
    const answer = await revenue(`?currency=${code}`);
    expect(answer).toMatchObject({ currency: "EUR", total_revenue: 8.91 });
    expect(answer.other_currencies.map(({ currency }) => currency).sort()).toEqual(["JPY", "USD"]);
  });

  test("a currency without a sale is an answer of zeros", async () => {
    const answer = await revenue("?currency=CHF&days=7");
    expect(answer).toMatchObject({ currency: "CHF", total_sales: 0, total_revenue: 0, by_platform: {} });
    expect(answer.by_day.map(({ net }) => net)).toEqual(Array(7).fill(0));
  });

  test.each([1, 7, 30, 90, 365, 3660])("%i days have no gaps, end today, and add up", async (days) => {
    const { by_day, ...answer } = await revenue(`?days=${days}`);
    expect(answer.period_days).toBe(days);
    const dates = by_day.map(({ date }) => Date.parse(date));
    expect(by_day).toHaveLength(days);
    expect(by_day.at(-1)?.date).toBe(new Date().toISOString().slice(0, 10));
    for (const [index, at] of dates.entries())
      if (index > 0) expect(at - (dates[index - 1] ?? 0)).toBe(86_400_000);
    for (const { gross, fees, refunds, net } of by_day) expect(sum([gross, -fees, -refunds])).toBe(net);
    expect(sum(by_day.map(({ gross }) => gross))).toBe(answer.total_gross);
    expect(sum(by_day.map(({ fees }) => fees))).toBe(answer.total_fees);
    expect(sum(by_day.map(({ refunds }) => refunds))).toBe(answer.total_refunds);
    expect(sum(by_day.map(({ net }) => net))).toBe(answer.total_revenue);
    expect(by_day.reduce((units, { sales }) => units + sales, 0)).toBe(answer.total_sales);
    expect(sum(Object.values(answer.by_platform).map(({ revenue: net }) => net))).toBe(answer.total_revenue);
  });

  test("a sale counts on the day of the sale, not of its report", async () => {
    const { by_day } = await revenue("?days=10");
    expect(by_day[0]).toMatchObject({ sales: 2, gross: 25.98, fees: 2.35, net: 23.63 });
    expect((await revenue("?days=9")).total_sales).toBe(1);
    expect((await revenue("?days=60")).total_gross).toBe(43.97);
  });
});

test("GET /stats: the whole dashboard in one answer, and it agrees with its parts", async () => {
  const { status, body } = await server.call("GET", "/stats");
  expect(status).toBe(200);
  answerOf("GET", "/stats").parse(body);
  const stats = z
    .strictObject({
      platforms: z.strictObject({
        total_platforms: z.int(),
        active_platforms: z.int(),
        total_listings: z.int(),
        total_revenue: z.number(),
        currency: z.string(),
        platforms: z.array(z.looseObject({ id: z.int(), name: z.string() })),
      }),
      pending_actions: z.int(),
      revenue: summary,
    })
    .parse(body);
  const { rows } = await listed(server, "platforms");
  expect(stats.platforms.platforms).toEqual(rows);
  for (const one of stats.platforms.platforms)
    expect(Object.keys(one)).toEqual(expect.arrayContaining(fields.platforms.split(" ")));
  expect(stats.platforms).toMatchObject({
    total_platforms: rows.length,
    active_platforms: 0,
    total_listings: 0,
    total_revenue: 26.6,
    currency: "USD",
  });
  expect(stats.pending_actions).toBe((await listed(server, "actions")).rows.length);
  expect(stats.revenue).toEqual(await revenue("?days=30"));
});

test("a platform's revenue is net, in the currency of its first sale", async () => {
  const { rows } = await listed(server, "platforms");
  expect(rows.find(({ name }) => name === "payhip")).toMatchObject({ total_revenue: 26.6, currency: "USD" });
});

test("another time zone moves sales to its days, and back", async () => {
  const before = await revenue("?days=60");
  for (const zone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
    await server.call("PATCH", "/settings", { time_zone: zone });
    const { by_day, total_gross } = await revenue("?days=60");
    const today = new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date());
    expect(by_day.at(-1)?.date).toBe(today);
    expect(total_gross).toBe(before.total_gross);
  }
  await server.call("PATCH", "/settings", { time_zone: "UTC" });
  expect(await revenue("?days=60")).toEqual(before);
});
