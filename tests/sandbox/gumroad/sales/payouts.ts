import { seesSales } from "@/tests/sandbox/gumroad/access";
import { type Answer, notFound, ok } from "@/tests/sandbox/gumroad/answers";
import type { Call, World } from "@/tests/sandbox/gumroad/context";
import { page, readDay } from "@/tests/sandbox/gumroad/paging";
import { flag, text } from "@/tests/sandbox/gumroad/params";
import { refundedUsd, total } from "@/tests/sandbox/gumroad/sales/fees";
import type { Payout, Sale } from "@/tests/sandbox/gumroad/state";

/** GET /payouts: newest first; the upcoming one leads the first page unless `include_upcoming=false`. */
export function listPayouts(call: Call): Answer {
  const before = readDay(call, "before");
  if (typeof before === "object") return before;
  const after = readDay(call, "after");
  if (typeof after === "object") return after;
  const wanted = call.books.payouts.filter((payout) => {
    const time = Date.parse(payout.created_at);
    return (before === undefined || time < before) && (after === undefined || time >= after);
  });
  const isFirstPage = text(call.params.page_key) === "";
  const asksUpcoming = flag(call.params.include_upcoming) !== false;
  const future = before === undefined || before > call.now().getTime();
  const first = isFirstPage && asksUpcoming && future ? [upcoming(call)] : [];
  return page(call, "payouts", wanted, payoutView, first);
}

/** GET /payouts/:id with the ids of its sales, and the money line by line if asked. */
export function showPayout(call: Call, ids: string[]): Answer {
  if (ids[0] === "upcoming") return ok({ payouts: [upcoming(call)] });
  const payout = call.books.payouts.find((known) => known.id === ids[0]);
  if (payout === undefined) return notFound("payout");
  const sales = call.books.sales.filter((sale) => sale.payout_id === payout.id);
  const withSales = seesSales(call.token) && flag(call.params.include_sales) !== false;
  const withLines = flag(call.params.include_transactions) === true;
  return ok({
    payout: {
      ...payoutView(payout),
      ...(withSales ? saleIds(sales) : {}),
      ...(withLines ? { transactions: sales.flatMap((sale) => transactions(call, sale)) } : {}),
    },
  });
}

/** USD cents due for sales not yet paid out: price - fee - refunds + fees given back; disputes taken off. */
export function balance(sales: Sale[]): number {
  return total(sales, (sale) => {
    if (sale.dispute === "open" || sale.dispute === "lost") return 0;
    const returned = total(sale.refunds, (refund) => refund.fee_usd_cents);
    return sale.usd_cents - sale.fee_usd_cents - refundedUsd(sale.refunds) + returned;
  });
}

/** Sales that wait for a payout. */
export function unpaidSales(world: World): Sale[] {
  return world.books.sales.filter((sale) => sale.payout_id === null && !sale.test);
}

function upcoming(call: Call): object {
  const amount = balance(unpaidSales(call));
  return { ...money(amount), id: null, status: "payable", created_at: null, processed_at: null };
}

function payoutView(payout: Payout): object {
  const { id, status, created_at, processed_at } = payout;
  return { id, ...money(payout.amount_cents), status, created_at, processed_at };
}

function money(cents: number): object {
  return {
    amount: (cents / 100).toFixed(2),
    currency: "usd",
    payment_processor: "stripe",
    bank_account_visual: "******6789",
    paypal_email: null,
  };
}

function saleIds(sales: Sale[]): object {
  const ids = (rows: Sale[]) => rows.map((sale) => sale.id);
  return {
    sales: ids(sales.filter((sale) => sale.refunds.length === 0 && sale.dispute === "none")),
    refunded_sales: ids(sales.filter((sale) => sale.refunds.length > 0)),
    disputed_sales: ids(sales.filter((sale) => sale.dispute !== "none")),
  };
}

/** Decimal dollars, negative for refunds, "" where there is no number. */
function transactions(world: World, sale: Sale): object[] {
  const product = world.books.products.find((known) => known.id === sale.product_id);
  const line = (type: string, at: string, price: number, fees: number) => ({
    type,
    date: at.slice(0, 10),
    purchase_id: sale.id,
    item_name: product?.name ?? "",
    buyer_name: sale.full_name ?? "",
    buyer_email: sale.email,
    taxes: 0,
    shipping: 0,
    sale_price: price / 100,
    gumroad_fees: fees / 100,
    net_total: (price - fees) / 100,
  });
  return [
    line("Sale", sale.created_at, sale.usd_cents, sale.fee_usd_cents),
    ...sale.refunds.map((refund) =>
      line(
        refund.usd_cents === sale.usd_cents ? "Full Refund" : "Partial Refund",
        refund.at,
        -refund.usd_cents,
        -refund.fee_usd_cents,
      ),
    ),
  ];
}
