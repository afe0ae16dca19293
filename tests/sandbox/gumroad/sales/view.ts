import type { World } from "@/tests/sandbox/gumroad/context";
import { formatMajor, formatPrice, symbolOf } from "@/tests/sandbox/gumroad/currencies";
import { isFullyRefunded, refundable } from "@/tests/sandbox/gumroad/sales/fees";
import type { Sale } from "@/tests/sandbox/gumroad/state";

/** These stay in the object when they are null; every other null key is dropped. */
const KEPT_NULLS = ["product_rating"];

/** A sale as the API shows it: `price` and `gumroad_fee` in USD cents, `currency` that of the listing. */
export function saleView(world: World, sale: Sale): object {
  const product = world.books.products.find((known) => known.id === sale.product_id);
  const partly = sale.refunds.length > 0 && !isFullyRefunded(sale);
  const fields: Record<string, unknown> = {
    id: sale.id,
    order_id: sale.order_id,
    email: sale.email,
    purchase_email: sale.email,
    full_name: sale.full_name,
    seller_id: world.books.seller.id,
    created_at: sale.created_at,
    timestamp: "less than a minute ago",
    daystamp: dayStamp(sale.created_at),
    product_id: sale.product_id,
    product_name: product?.name,
    product_permalink: product?.permalink,
    product_has_variants: false,
    price: sale.usd_cents,
    gumroad_fee: sale.fee_usd_cents,
    currency: sale.currency,
    currency_symbol: symbolOf(sale.currency),
    formatted_display_price: formatPrice(sale.listing_cents, sale.currency),
    formatted_total_price: formatPrice(sale.listing_cents, sale.currency),
    amount_refundable_in_currency: formatMajor(refundable(sale), sale.currency),
    is_bundle_purchase: false,
    is_bundle_product_purchase: false,
    refunded: sale.refunds.length > 0 ? isFullyRefunded(sale) : null,
    partially_refunded: partly,
    chargedback: sale.dispute === "open" || sale.dispute === "lost",
    disputed: sale.dispute !== "none",
    dispute_won: sale.dispute === "won",
    paid: sale.usd_cents !== 0,
    quantity: sale.quantity,
    has_variants: false,
    variants_and_quantity: sale.quantity > 1 ? `(Qty: ${sale.quantity})` : "",
    has_custom_fields: false,
    custom_fields: {},
    tax_cents: 0,
    shipping_cents: 0,
    payment_processor: sale.connected ? "stripe_connect" : null,
    discover_fee_charged: sale.discover,
    discover_fee_percentage: sale.discover ? 30 : null,
    referrer: sale.referrer,
    card: { visual: "**** **** **** 4242", type: "visa", bin: null, expiry_month: null, expiry_year: null },
    product_rating: null,
    is_recurring_billing: false,
    is_gift_sender_purchase: false,
    is_gift_receiver_purchase: false,
    access_revoked: false,
    can_contact: true,
    is_following: false,
    sent_abandoned_cart_email: false,
    is_upgrade_purchase: false,
    is_additional_contribution: false,
    is_more_like_this_recommended: false,
    paypal_refund_expired: false,
  };
  const present = Object.entries(fields).filter(
    ([name, value]) => (value !== null && value !== undefined) || KEPT_NULLS.includes(name),
  );
  return Object.fromEntries(present);
}

/** Human text such as " 3 Nov 2026  2:05 PM"; never meant to be parsed. */
function dayStamp(iso: string): string {
  return new Date(iso).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
}
