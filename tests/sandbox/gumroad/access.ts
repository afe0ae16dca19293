import type { GumroadBooks } from "@/tests/sandbox/gumroad/account";
import { type Answer, forbidden, unauthorized } from "@/tests/sandbox/gumroad/answers";
import { type Params, text } from "@/tests/sandbox/gumroad/params";
import type { Token } from "@/tests/sandbox/gumroad/state";

// `as const`: the names are a closed list for the control door.
export const SCOPES = [
  "view_public",
  "view_profile",
  "edit_profile",
  "edit_products",
  "edit_emails",
  "view_sales",
  "view_payouts",
  "view_tax_data",
  "mark_sales_as_shipped",
  "edit_sales",
  "refund_sales",
  "account",
] as const;

/** The token of a request, from the header or from `access_token` / `bearer_token` in query or body. */
export function findToken(books: GumroadBooks, authorization: string, params: Params): Token | Answer {
  const given =
    /^Bearer (.+)$/i.exec(authorization)?.[1] ?? (text(params.access_token) || text(params.bearer_token));
  const token = books.tokens.find((known) => known.api_token === given);
  if (token === undefined) return unauthorized("invalid");
  return token.revoked ? unauthorized("was revoked") : token;
}

/** Null when the token has one of the scopes; `account` is accepted wherever any scope is. */
export function refuseScope(token: Token, scopes: string[]): Answer | null {
  const may = token.scopes.includes("account") || scopes.some((scope) => token.scopes.includes(scope));
  return may ? null : forbidden;
}

/** Whether the token shows sales figures and may receive webhooks. */
export function seesSales(token: Token): boolean {
  return token.scopes.includes("view_sales") || token.scopes.includes("account");
}
