import type { Switches } from "@/tests/sandbox/gumroad/account";
import { type Answer, notFound, ok, refused } from "@/tests/sandbox/gumroad/answers";
import type { Call, World } from "@/tests/sandbox/gumroad/context";
import { stamp } from "@/tests/sandbox/gumroad/ids";
import { integer, isPresent } from "@/tests/sandbox/gumroad/params";
import { feeReturned, isFullyRefunded, refundable, refundedUsd } from "@/tests/sandbox/gumroad/sales/fees";
import { findSale } from "@/tests/sandbox/gumroad/sales/read";
import { saleView } from "@/tests/sandbox/gumroad/sales/view";
import type { Sale } from "@/tests/sandbox/gumroad/state";
import { enqueue } from "@/tests/sandbox/gumroad/webhooks/queue";

/** PUT /sales/:id/refund; `amount_cents` in minor units of the listing currency, absent = the rest. */
export function refundSale(call: Call, ids: string[]): Answer {
  const sale = findSale(call, ids[0]);
  if (sale === undefined) return notFound("sale");
  const asked = isPresent(call.params.amount_cents) ? integer(call.params.amount_cents) : null;
  const reason = refund(call, sale, asked);
  return reason === null ? ok({ sale: saleView(call, sale) }) : refused(reason);
}

/** Books a refund and its webhook; a refusal is returned in Gumroad's words. There is no idempotency key. */
export function refund(world: World, sale: Sale, asked: number | null): string | null {
  if (isFullyRefunded(sale)) return "Purchase is already refunded.";
  const reason = refuseAccount(world.books.switches) ?? refuseAmount(sale, asked);
  if (reason !== null) return reason;
  const amount = asked ?? refundable(sale);
  const isRest = amount === refundable(sale);
  const usd = isRest
    ? sale.usd_cents - refundedUsd(sale.refunds)
    : Math.round((sale.usd_cents * amount) / sale.listing_cents);
  sale.refunds.push({
    at: stamp(world.now()),
    listing_cents: amount,
    usd_cents: usd,
    fee_usd_cents: feeReturned(sale, usd),
  });
  world.keep.sale(sale);
  enqueue(world, "refund", sale);
  return null;
}

function refuseAccount(switches: Switches): string | null {
  if (switches.refunds_disabled) return "Refunds are temporarily disabled in your account.";
  if (switches.insufficient_balance) return "Your balance is insufficient to process this refund.";
  if (switches.refund_rejected) {
    return "The payment processor rejected this refund. Try again later or contact support if the problem persists.";
  }
  return switches.refund_unavailable ? "There is a temporary problem. Try to refund later." : null;
}

function refuseAmount(sale: Sale, asked: number | null): string | null {
  if (sale.dispute === "open" || sale.dispute === "lost") {
    return "This purchase has an active dispute. The funds have already been returned to the buyer. No additional refund is needed.";
  }
  if (asked !== null && asked > refundable(sale)) {
    return "Refund amount cannot be greater than the purchase price.";
  }
  const nothing = (asked ?? refundable(sale)) <= 0;
  return nothing ? "This purchase has already been refunded or has nothing left to refund." : null;
}
