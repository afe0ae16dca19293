import type { Account, Session, TokenAccess } from "../platform";
import { call } from "./client";
import { productPageAnswer, userAnswer } from "./schemas";

/** A token of the seller's own application: Gumroad's tokens do not run out, they are revoked. */
export const access: TokenAccess = {
  kind: "token",
  fields: [
    {
      name: "api_token",
      label: "Access token",
      help:
        "Gumroad > Settings > Advanced > Create application, then Generate access token. " +
        "It needs the scopes edit_products and view_sales (or account).",
      required: true,
      secret: true,
    },
  ],
  verify,
};

/**
 * Two GETs: who it is, and one page of products. No read tells whether the token may create products;
 * that shows at the first create, as a 403.
 */
async function verify(session: Session): Promise<Account> {
  const { user } = await call(session, userAnswer, { method: "GET", path: "/v2/user" });
  await call(session, productPageAnswer, { method: "GET", path: "/v2/products" });
  return {
    name: user.name || user.display_name || "Gumroad",
    currency: user.currency_type?.toUpperCase() || "USD",
    facts: { user_id: user.user_id ?? user.id ?? "" },
  };
}
