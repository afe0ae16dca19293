import { PlatformError } from "../../errors";
import type { Found, Plan, RemoteListing, Session } from "../platform";
import { ask, call } from "./client";
import { carriesKey, draftOf, factsOf, listingOf, permalinkOf, publicUrl } from "./mapping";
import {
  doneAnswer,
  type FullProduct,
  fullProductAnswer,
  type Product,
  productAnswer,
  productPageAnswer,
} from "./schemas";

/** "/v2/products/:id"; ids end in `=`, which a path must not carry as it stands. */
export function pathOf(remoteId: string): string {
  return `/v2/products/${encodeURIComponent(remoteId)}`;
}

/** One GET. @returns null when Gumroad says it does not exist; deleted products are still there. */
export async function readProduct(session: Session, remoteId: string): Promise<FullProduct | null> {
  const reply = await ask(session, fullProductAnswer, { method: "GET", path: pathOf(remoteId) });
  if (reply.ok) return reply.value.product;
  if (saysMissing(reply.words)) return null;
  throw reply.error;
}

/** One GET of a product that has to be there. @throws PlatformError `unexpected` when it is missing or deleted. */
export async function expectProduct(session: Session, remoteId: string): Promise<FullProduct> {
  const product = await readProduct(session, remoteId);
  if (product && !product.deleted) return product;
  throw new PlatformError("unexpected", "The product was deleted on Gumroad.");
}

/** One PUT. Takes a product off sale; fine when it is off sale already. */
export async function takeOffSale(session: Session, remoteId: string): Promise<void> {
  await call(session, productAnswer, { method: "PUT", path: `${pathOf(remoteId)}/disable` });
}

/**
 * GET of the product list, ten a page, newest first, drafts included. Stops at the page with the plan's own permalink,
 * which can exist only once; an older slug with our key keeps it looking.
 */
export async function find(session: Session, plan: Plan): Promise<Found[]> {
  const found: Product[] = [];
  const own = permalinkOf(plan).toLowerCase();
  for await (const page of pages(session)) {
    found.push(...page.filter((product) => carriesKey(product.custom_permalink, plan)));
    if (found.some((product) => product.custom_permalink?.toLowerCase() === own)) break;
  }
  return found.reverse().map(({ id, name, published, short_url }) => ({
    remoteId: id,
    certain: true,
    title: name,
    url: published ? publicUrl(short_url, session.origin) : null,
  }));
}

/**
 * One POST: the empty draft with its permalink. If Gumroad put it on sale all the same, it is taken off at once.
 * @throws PlatformError `uncertain` when the permalink is taken (it may be ours) or a draft on sale could not be taken off:
 *   `upload` does so then, before anything else.
 */
export async function create(session: Session, plan: Plan): Promise<{ remoteId: string }> {
  const { product } = await call(session, productAnswer, {
    method: "POST",
    path: "/v2/products",
    body: draftOf(plan),
  });
  if (product.published) {
    try {
      await takeOffSale(session, product.id);
    } catch (cause) {
      throw new PlatformError("uncertain", "Gumroad put the empty draft on sale.", {}, { cause });
    }
  }
  return { remoteId: product.id };
}

/** One GET. */
export async function read(session: Session, remoteId: string): Promise<RemoteListing | null> {
  const product = await readProduct(session, remoteId);
  return product && listingOf(product, session.origin);
}

/** One PUT. It would bring a deleted product back to life, so the caller reads first. */
export async function publish(session: Session, remoteId: string): Promise<void> {
  const { product } = await call(session, productAnswer, {
    method: "PUT",
    path: `${pathOf(remoteId)}/enable`,
  });
  if (!product.published) throw new PlatformError("unexpected", "Gumroad did not put the product on sale.");
}

/** One PUT: the price and nothing else. @throws PlatformError `refused`, field `price`, as `factsOf`. */
export async function price(session: Session, remoteId: string, plan: Plan): Promise<void> {
  const { price: amount, price_currency_type } = factsOf(plan);
  const body = { price: amount, price_currency_type };
  await call(session, productAnswer, { method: "PUT", path: pathOf(remoteId), body });
}

/**
 * GET, PUT, DELETE. A deleted product keeps its permalink for ever (link.rb: the uniqueness check has no `alive`),
 * so it is moved away first. The new one still ends in our key: `find` sees the draft until it is gone.
 * @throws PlatformError `refused` for a product that is on sale.
 */
export async function removeDraft(session: Session, remoteId: string): Promise<void> {
  const product = await readProduct(session, remoteId);
  if (!product || product.deleted) return;
  if (product.published)
    throw new PlatformError("refused", "The product is on sale on Gumroad and was left there.");
  const { custom_permalink } = product;
  if (custom_permalink && !custom_permalink.startsWith("removed-")) {
    const stamp = session.now().getTime().toString(36);
    const body = { custom_permalink: `removed-${stamp}-${custom_permalink}` };
    await call(session, productAnswer, { method: "PUT", path: pathOf(remoteId), body });
  }
  const reply = await ask(session, doneAnswer, { method: "DELETE", path: pathOf(remoteId) });
  if (!reply.ok && !saysMissing(reply.words)) throw reply.error;
}

async function* pages(session: Session): AsyncGenerator<Product[]> {
  const seen = new Set<string>();
  let key: string | null | undefined;
  do {
    const path = key ? `/v2/products?page_key=${encodeURIComponent(key)}` : "/v2/products";
    const page = await call(session, productPageAnswer, { method: "GET", path });
    yield page.products;
    key = page.next_page_key;
    if (key && seen.has(key))
      throw new PlatformError("unexpected", "Gumroad's product list goes in a circle.");
    if (key) seen.add(key);
  } while (key);
}

function saysMissing(words: string): boolean {
  return words.toLowerCase().includes("was not found");
}
