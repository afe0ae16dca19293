import { type Answer, ok } from "@/tests/sandbox/gumroad/answers";
import { listCategories } from "@/tests/sandbox/gumroad/categories";
import type { Call } from "@/tests/sandbox/gumroad/context";

/** GET /user: `profile_url` holds the avatar, `url` the page; the e-mail needs more than `view_public`. */
export function showUser(call: Call): Answer {
  const { seller, products } = call.books;
  const sees = ["view_profile", "view_sales", "edit_products", "account"];
  const email = call.token.scopes.some((scope) => sees.includes(scope)) ? { email: seller.email } : {};
  return ok({
    user: {
      id: seller.id,
      user_id: seller.id,
      name: seller.name,
      bio: null,
      twitter_handle: null,
      currency_type: seller.currency,
      ...email,
      profile_url: `${call.uploads}/public/avatar`,
      url: `${call.origin}/${seller.username}`,
      profile_picture_url: `${call.uploads}/public/avatar`,
      display_name: seller.name,
      links: products.filter((product) => !product.deleted).map((product) => product.permalink),
    },
  });
}

/** GET /categories: flat, by path; may be cached for an hour. */
export function showCategories(): Answer {
  return ok({ categories: listCategories() });
}

/** GET /refund_policy: the account's own. */
export function showRefundPolicy(call: Call): Answer {
  return ok({
    refund_policy: {
      refund_period: "30",
      title: "30-day money back guarantee",
      fine_print: null,
      in_effect: call.books.switches.account_refund_policy,
    },
  });
}
