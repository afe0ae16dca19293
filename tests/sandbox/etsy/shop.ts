import { ok, refuse, unauthorised } from "@/tests/sandbox/etsy/answers";
import { type Call, id } from "@/tests/sandbox/etsy/call";
import { readForm } from "@/tests/sandbox/etsy/forms";
import { SELLER } from "@/tests/sandbox/etsy/world";

const OPENED = 1_577_836_800;

export function ping() {
  return ok({ application_id: SELLER.application_id });
}

/** `getMe`: the ids of the token's user; a user without a shop gets a 404. */
export function getMe(call: Call) {
  const userId = call.token?.user_id;
  if (userId !== SELLER.user_id) throw refuse(404, `Could not find a shop for user with user_id = ${userId}`);
  return ok({ user_id: SELLER.user_id, shop_id: SELLER.shop_id });
}

/** `tokenScopes`: what a token may do. */
export function tokenScopes(call: Call) {
  const token = call.world.tokens.get(readForm(call.request).fields.get("token") ?? "");
  if (token === undefined || token.revoked || token.expires <= call.world.seconds()) {
    throw unauthorised(401, "invalid_token", "access token is invalid");
  }
  return ok({ scopes: token.scopes });
}

export function getShop(call: Call) {
  const shopId = id(call, "shop_id");
  if (shopId !== SELLER.shop_id) throw refuse(404, `Could not find a Shop with shop_id = ${shopId}`);
  return ok(showShop(call));
}

export function getShopOfUser(call: Call) {
  const userId = id(call, "user_id");
  if (userId !== SELLER.user_id) throw refuse(404, `Could not find a shop for user with user_id = ${userId}`);
  return ok(showShop(call));
}

function showShop({ world, request }: Call) {
  const active = world.listings.all().filter((listing) => listing.state === "active");
  const sold = world.receipts.all().flatMap((receipt) => receipt.transactions);
  return {
    shop_id: SELLER.shop_id,
    user_id: SELLER.user_id,
    shop_name: SELLER.shop_name,
    create_date: OPENED,
    created_timestamp: OPENED,
    title: "Manuals and guides, ready to print",
    announcement: null,
    currency_code: world.switches().currency,
    is_vacation: false,
    vacation_message: null,
    sale_message: null,
    digital_sale_message: null,
    update_date: OPENED,
    updated_timestamp: OPENED,
    listing_active_count: active.length,
    digital_listing_count: active.filter((listing) => listing.type !== "physical").length,
    login_name: "northlight",
    accepts_custom_requests: false,
    policy_welcome: null,
    policy_payment: null,
    policy_shipping: null,
    policy_refunds: null,
    policy_additional: null,
    policy_seller_info: null,
    policy_update_date: 0,
    policy_has_private_receipt_info: false,
    has_unstructured_policies: false,
    policy_privacy: null,
    vacation_autoreply: null,
    url: `${request.origin}/shop/${SELLER.shop_name}`,
    image_url_760x100: null,
    num_favorers: 0,
    languages: ["en-US"],
    icon_url_fullxfull: null,
    is_using_structured_policies: true,
    has_onboarded_structured_policies: true,
    include_dispute_form_link: false,
    is_direct_checkout_onboarded: true,
    is_etsy_payments_onboarded: true,
    is_calculated_eligible: false,
    is_opted_in_to_buyer_promise: false,
    is_shop_us_based: true,
    transaction_sold_count: sold.reduce((sum, line) => sum + line.quantity, 0),
    shipping_from_country_iso: "US",
    shop_location_country_iso: "US",
    review_count: null,
    review_average: null,
  };
}
