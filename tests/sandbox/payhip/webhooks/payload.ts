import { permalinkOf } from "@/tests/sandbox/payhip/products";
import type { Sale } from "@/tests/sandbox/payhip/rows";
import type { World } from "@/tests/sandbox/payhip/world";

/**
 * The bodies of https://help.payhip.com/article/115-webhooks, without the signature: money in integer minor units,
 * `quantity` and `product_id` as text, no price of a single item.
 */
export function paid(world: World, sale: Sale, origin: string): Record<string, unknown> {
  return { ...transaction("paid", sale, origin), date: dateOf(world, sale.date) };
}

/** The event of the sale's last refund. */
export function refunded(world: World, sale: Sale, origin: string): Record<string, unknown> {
  const { refund_amount, refund_without_date } = world.switches();
  const last = sale.refunds.at(-1);
  if (last === undefined) throw new Error(`nothing of ${sale.id} was refunded`);
  const all = sale.refunds.reduce((sum, one) => sum + one.amount, 0);
  return {
    ...transaction("refunded", sale, origin),
    amount_refunded: refund_amount === "event" ? last.amount : all,
    date_refunded: dateOf(world, last.date),
    date_created: dateOf(world, sale.date),
    ...(refund_without_date ? {} : { date: dateOf(world, sale.date) }),
  };
}

function transaction(type: string, sale: Sale, origin: string): Record<string, unknown> {
  return {
    id: sale.id,
    type,
    email: sale.email,
    currency: sale.currency,
    price: sale.price,
    vat_applied: sale.vat > 0,
    ...(sale.vat > 0 ? { vat_amount: sale.vat, vat_country: "GB" } : {}),
    ip_address: "203.0.113.7",
    items: sale.items.map((item) => itemOf(item, origin)),
    payment_type: sale.payment_type,
    ...(sale.stripe_fee === null ? {} : { stripe_fee: sale.stripe_fee }),
    payhip_fee: sale.payhip_fee,
    unconsented_from_emails: false,
    is_gift: false,
  };
}

function itemOf(item: Sale["items"][number], origin: string) {
  return {
    product_id: item.product_id,
    product_name: item.product_name,
    product_key: item.product_key,
    product_permalink: permalinkOf(item, origin),
    quantity: String(item.quantity),
    on_sale: false,
    used_coupon: false,
    used_social_discount: false,
    used_cross_sell_discount: false,
    used_upgrade_discount: false,
    promoted_by_affiliate: false,
    has_variant: false,
  };
}

function dateOf(world: World, seconds: number): number | string {
  return world.switches().date_as_string ? String(seconds) : seconds;
}
