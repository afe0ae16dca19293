import type { Account, Session, TokenAccess } from "../platform";
import { call } from "./client";
import { productPageAnswer, salePageAnswer, userAnswer } from "./schemas";

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
 * Three GETs: who it is, one page of products, and the sales of the future, which are none. No read tells whether the
 * token may create products; that shows at the first create, as a 403.
 */
async function verify(session: Session): Promise<Account> {
  const { user } = await call(session, userAnswer, { method: "GET", path: "/v2/user" });
  await call(session, productPageAnswer, { method: "GET", path: "/v2/products" });
  const tomorrow = new Date(session.now().getTime() + 86_400_000).toISOString().slice(0, 10);
  await call(session, salePageAnswer, { method: "GET", path: `/v2/sales?after=${tomorrow}` });
  return {
    name: user.name || user.display_name || "Gumroad",
    currency: user.currency_type?.toUpperCase() || "USD",
    facts: { user_id: user.user_id ?? user.id ?? "" },
  };
}
