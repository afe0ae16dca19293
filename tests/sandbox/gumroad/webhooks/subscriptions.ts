import { type Answer, notFound, ok, refused } from "@/tests/sandbox/gumroad/answers";
import type { Call } from "@/tests/sandbox/gumroad/context";
import { externalId, nextNumber } from "@/tests/sandbox/gumroad/ids";
import { flag, parseUrl, text } from "@/tests/sandbox/gumroad/params";
import type { Subscription } from "@/tests/sandbox/gumroad/state";

const RESOURCES = [
  "sale",
  "refund",
  "dispute",
  "dispute_won",
  "cancellation",
  "subscription_updated",
  "subscription_ended",
  "subscription_restarted",
];
const REFUSED_HOSTS = ["localhost", "127.0.0.1", "0.0.0.0"];

/** GET /resource_subscriptions?resource_name=: rows of all applications, unpaged. */
export function listSubscriptions(call: Call): Answer {
  const name = text(call.params.resource_name);
  if (!RESOURCES.includes(name)) return refused("Valid resource_name parameter required");
  const own = flag(call.params.current_oauth_application_only) === true;
  const rows = call.books.subscriptions.filter(
    (row) =>
      !row.deleted && row.resource_name === name && (!own || row.application === call.token.application),
  );
  return ok({ resource_subscriptions: rows.map(subscriptionView) });
}

/** PUT /resource_subscriptions: always a new row, also for the same address; the address is checked first. */
export function createSubscription(call: Call): Answer {
  const url = text(call.params.post_url);
  if (!isAllowed(url, call.books.switches.allow_localhost)) return refused(`Invalid post URL '${url}'`);
  const name = text(call.params.resource_name);
  if (!RESOURCES.includes(name)) return refused("Unable to subscribe to ''.");
  const row: Subscription = {
    id: externalId(nextNumber(call.books)),
    resource_name: name,
    post_url: url,
    application: call.token.application,
    deleted: false,
  };
  call.books.subscriptions.push(row);
  call.keep.subscription(row);
  return ok({ resource_subscription: subscriptionView(row) });
}

/** DELETE /resource_subscriptions/:id, by the application that made it. */
export function deleteSubscription(call: Call, ids: string[]): Answer {
  const row = call.books.subscriptions.find((known) => known.id === ids[0] && !known.deleted);
  if (row === undefined || row.application !== call.token.application)
    return notFound("resource_subscription");
  row.deleted = true;
  call.keep.subscription(row);
  return ok({ message: "The resource_subscription was deleted successfully." });
}

function isAllowed(address: string, localhostToo: boolean): boolean {
  const url = parseUrl(address);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return false;
  return localhostToo || !REFUSED_HOSTS.includes(url.hostname);
}

function subscriptionView(row: Subscription): object {
  return { id: row.id, resource_name: row.resource_name, post_url: row.post_url };
}
