import { type Answer, badRequest, notFound, ok } from "@/tests/sandbox/gumroad/answers";
import type { Call } from "@/tests/sandbox/gumroad/context";
import { externalNumber } from "@/tests/sandbox/gumroad/ids";
import { page, readDay } from "@/tests/sandbox/gumroad/paging";
import { integer, isPresent, text } from "@/tests/sandbox/gumroad/params";
import { saleView } from "@/tests/sandbox/gumroad/sales/view";
import type { Sale } from "@/tests/sandbox/gumroad/state";

/** GET /sales: refunded and disputed ones too, the seller's own test purchases not. */
export function listSales(call: Call): Answer {
  const { params } = call;
  if ("page" in params && (integer(params.page) ?? 0) <= 0) {
    return badRequest("Invalid page number. Page numbers start at 1.");
  }
  const before = readDay(call, "before");
  if (typeof before === "object") return before;
  const after = readDay(call, "after");
  if (typeof after === "object") return after;
  const productId = text(params.product_id);
  if (isPresent(productId) && externalNumber(productId) === null) return badRequest("Invalid product ID.");
  const order = text(params.order_id);
  if (isPresent(order) && !/^(0|-?[1-9]\d*)$/.test(order)) return badRequest("Invalid order ID.");

  const wanted = call.books.sales.filter((sale) => {
    const time = Date.parse(sale.created_at);
    return (
      !sale.test &&
      (before === undefined || time < before) &&
      (after === undefined || time >= after) &&
      (!isPresent(productId) || sale.product_id === productId) &&
      (!isPresent(order) || sale.order_id === Number(order)) &&
      matches(call, sale)
    );
  });
  return page(call, "sales", skipped(call, wanted), (sale) => saleView(call, sale));
}

/** GET /sales/:id: any row of the seller, test purchases too. */
export function showSale(call: Call, ids: string[]): Answer {
  const sale = findSale(call, ids[0]);
  return sale === undefined ? notFound("sale") : ok({ sale: saleView(call, sale) });
}

export function findSale(call: Call, id: string | undefined): Sale | undefined {
  return call.books.sales.find((sale) => sale.id === id);
}

function matches(call: Call, sale: Sale): boolean {
  const email = text(call.params.email).trim();
  const name = text(call.params.name).trim().toLowerCase();
  const named = (sale.full_name ?? "").toLowerCase().includes(name);
  return (
    (email === "" || sale.email === email) && (name === "" || named) && !isPresent(call.params.license_key)
  );
}

/** The deprecated `page` is an offset; it hides the newest rows before the ordinary paging. */
function skipped(call: Call, sales: Sale[]): Sale[] {
  const offset = ((integer(call.params.page) ?? 1) - 1) * 10;
  return sales.toSorted((left, right) => right.number - left.number).slice(offset);
}
