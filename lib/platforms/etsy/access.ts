import { PlatformError } from "../../errors";
import type { Account, CredentialField, Plan, Session } from "../platform";
import { askFor, shopId } from "./client";
import { decode } from "./mapping";
import { me, type Node, nodes, shop } from "./schemas";

const APPS = "etsy.com/developers/your-apps";

export const fields: readonly CredentialField[] = [
  field("api_key", "Keystring", `From ${APPS}.`, { required: true, secret: true }),
  field("api_secret", "Shared secret", `Beside the keystring on ${APPS}.`, { required: true, secret: true }),
  field("access_token", "Access token", "With the number and the dot in front: 12345678.abc...", {
    required: true,
    secret: true,
  }),
  field("shop_id", "Shop id", "The number of the shop, not of the user.", { required: true, secret: false }),
  field(
    "refresh_token",
    "Refresh token",
    "Without it the connection ends an hour after the token was made.",
    {
      required: false,
      secret: true,
    },
  ),
  field("expires_at", "Token ends at", "ISO 8601, as 2026-01-31T12:00:00Z.", {
    required: false,
    secret: false,
  }),
];

function field(
  name: string,
  label: string,
  help: string,
  rest: { required: boolean; secret: boolean },
): CredentialField {
  return { name, label, help, ...rest };
}

/** Most fitting category of a manual. Its number is in no document, so it is looked up by its path. */
const CATEGORY = ["Books, Movies & Music", "Books", "Guides & How Tos"];

/**
 * Calls: getShop, getMe, getSellerTaxonomyNodes. A token belongs to one user and a user has one shop, so getMe
 * tells whether the shop is this token's own.
 * @throws PlatformError `auth_expired` when key, token and shop do not belong together, `needs_human` when the
 *   category is not there exactly once: Etsy takes any number with 201, so a guess would go unnoticed.
 */
export async function verify(session: Session): Promise<Account> {
  const id = shopId(session);
  const { shop_name, currency_code } = await get(
    session,
    `/shops/${id}`,
    shop,
    "There is no shop with this id.",
  );
  const owner = await get(session, "/users/me", me, "The user of this access token has no shop.");
  if (String(owner.shop_id) !== id) {
    throw new PlatformError(
      "auth_expired",
      `The access token belongs to the shop with the id ${owner.shop_id}.`,
    );
  }
  const { results } = await get(session, "/seller-taxonomy/nodes", nodes);
  const matches = nodesAt(results, CATEGORY);
  const [match] = matches;
  if (!match || matches.length > 1) {
    const found = matches.length === 0 ? "no" : "more than one";
    throw new PlatformError("needs_human", `Etsy has ${found} category "${CATEGORY.join(" > ")}" just now.`);
  }
  return { name: decode(shop_name), currency: currency_code.toUpperCase(), facts: { taxonomy_id: match.id } };
}

/**
 * The category number that `verify` found, for a plan in the shop's currency: Etsy reads every price in that.
 * @throws PlatformError `auth_expired` when the connection was never checked, `refused` for another currency.
 */
export function categoryFor(session: Session, plan: Plan): number {
  const id = session.account?.facts.taxonomy_id;
  if (!session.account || typeof id !== "number") {
    throw new PlatformError("auth_expired", "The connection to Etsy was not checked yet.");
  }
  const { currency } = session.account;
  if (plan.price.currency === currency) return id;
  const sentence = `The price is in ${plan.price.currency}, but the Etsy shop sells in ${currency}.`;
  throw new PlatformError("refused", sentence, { field: "price" });
}

async function get<T>(
  session: Session,
  path: string,
  schema: Parameters<typeof askFor<T>>[3],
  missing?: string,
): Promise<T> {
  try {
    return await askFor(session, { method: "GET", path, timeoutMs: session.timing.readMs }, 200, schema);
  } catch (cause) {
    if (missing && cause instanceof PlatformError && cause.details.status === 404) {
      throw new PlatformError("auth_expired", missing, cause.details, { cause });
    }
    throw cause;
  }
}

function nodesAt(level: Node[], [name, ...rest]: string[]): Node[] {
  const here = level.filter((node) => decode(node.name) === name);
  return rest.length === 0 ? here : here.flatMap((node) => nodesAt(node.children, rest));
}
