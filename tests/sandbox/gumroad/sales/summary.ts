import { type Answer, badRequest, ok } from "@/tests/sandbox/gumroad/answers";
import type { Call } from "@/tests/sandbox/gumroad/context";
import { readDay } from "@/tests/sandbox/gumroad/paging";
import { text } from "@/tests/sandbox/gumroad/params";
import { refundedUsd, total } from "@/tests/sandbox/gumroad/sales/fees";
import type { Sale } from "@/tests/sandbox/gumroad/state";

const DAY_MS = 86_400_000;
const GROUPS = ["product", "day", "week", "month", "hour"];

/** GET /sales/summary: USD cents; net = gross - refunds, fees not taken off. The seller's zone is UTC here. */
export function salesSummary(call: Call): Answer {
  const group = text(call.params.group_by);
  if (group !== "" && !GROUPS.includes(group)) {
    return badRequest(`Invalid group_by. Valid values are: ${GROUPS.join(", ")}.`);
  }
  const from = readDay(call, "from");
  if (typeof from === "object") return from;
  const to = readDay(call, "to");
  if (typeof to === "object") return to;
  const last = to ?? Math.floor(call.now().getTime() / DAY_MS) * DAY_MS;
  const first = from ?? last - 29 * DAY_MS;
  if (first > last) return badRequest("'from' must be on or before 'to'.");
  if (group === "hour" && last - first > 7 * DAY_MS) {
    return badRequest("Date range cannot exceed 7 days when grouping by hour.");
  }

  const sales = call.books.sales.filter((sale) => {
    const time = Date.parse(sale.created_at);
    return !sale.test && time >= first && time < last + DAY_MS;
  });
  const breakdown = group === "" ? {} : { breakdown: groups(call, sales, group) };
  return ok({ ...sums(sales), currency: "usd", from: day(first), to: day(last), ...breakdown });
}

function groups(call: Call, sales: Sale[], group: string): object[] {
  const byKey = new Map<string, Sale[]>();
  for (const sale of sales) {
    const key = keyOf(sale, group);
    byKey.set(key, [...(byKey.get(key) ?? []), sale]);
  }
  return [...byKey].sort().map(([key, rows]) => {
    const product = call.books.products.find((known) => known.id === key);
    return { key, label: product?.name ?? key, ...sums(rows) };
  });
}

function sums(sales: Sale[]): object {
  const gross = total(sales, (sale) => sale.usd_cents);
  const refunded = total(sales, (sale) => refundedUsd(sale.refunds));
  const refundedUnits = total(
    sales.filter((sale) => sale.refunds.length > 0),
    (sale) => sale.quantity,
  );
  return {
    gross_cents: gross,
    net_cents: gross - refunded,
    units: total(sales, (sale) => sale.quantity),
    refunded_cents: refunded,
    refunded_units: refundedUnits,
  };
}

function keyOf(sale: Sale, group: string): string {
  if (group === "product") return sale.product_id;
  if (group === "month") return sale.created_at.slice(0, 7);
  if (group === "hour") return sale.created_at.slice(0, 13);
  if (group === "day") return sale.created_at.slice(0, 10);
  const time = Date.parse(sale.created_at);
  const sinceMonday = (new Date(time).getUTCDay() + 6) % 7;
  return day(time - sinceMonday * DAY_MS);
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
