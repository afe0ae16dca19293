import type { World } from "@/tests/sandbox/gumroad/context";
import { productUrl } from "@/tests/sandbox/gumroad/products/view";
import { isFullyRefunded } from "@/tests/sandbox/gumroad/sales/fees";
import type { Sale } from "@/tests/sandbox/gumroad/state";

/** The form-encoded body of an event: all text, money in USD cents, no refund amount, no signature. */
export function payloadOf(world: World, sale: Sale, resource: string): URLSearchParams {
  const product = world.books.products.find((known) => known.id === sale.product_id);
  const fields: Record<string, string | number | boolean> = {
    seller_id: world.books.seller.id,
    product_id: sale.product_id,
    product_name: product?.name ?? "",
    permalink: product?.custom_permalink ?? product?.permalink ?? "",
    product_permalink: product === undefined ? "" : productUrl(world, product),
    short_product_id: product?.permalink ?? "",
    email: sale.email,
    price: sale.usd_cents,
    gumroad_fee: sale.fee_usd_cents,
    currency: sale.currency,
    quantity: sale.quantity,
    discover_fee_charged: sale.discover,
    can_contact: true,
    referrer: sale.referrer,
    "card[visual]": "**** **** **** 4242",
    "card[type]": "visa",
    "card[bin]": "",
    "card[expiry_month]": "",
    "card[expiry_year]": "",
    order_number: sale.order_id,
    sale_id: sale.id,
    sale_timestamp: sale.created_at,
    ...(sale.full_name === null ? {} : { full_name: sale.full_name }),
    ...(sale.test ? { test: true } : {}),
    is_gift_receiver_purchase: false,
    refunded: isFullyRefunded(sale),
    disputed: sale.dispute !== "none",
    dispute_won: sale.dispute === "won",
    resource_name: resource,
  };
  return new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}
