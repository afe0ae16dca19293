import { createHash } from "node:crypto";
import { z } from "zod";
import { PlatformError } from "../../errors";
import type { Plan, RemoteListing } from "../platform";
import { fromGumroadAmount, toGumroadAmount } from "./price";
import type { FullProduct, Product } from "./schemas";
import { allowed } from "./storage";

/** The address part that carries our key; Gumroad keeps it unique per seller, whatever the case. */
export function permalinkOf(plan: Pick<Plan, "slug" | "key">): string {
  return plan.slug ? `${plan.slug}-${plan.key}` : plan.key;
}

/** Whether a product's permalink carries the key, with this slug or one from before the title changed. */
export function carriesKey(permalink: string | null | undefined, plan: Pick<Plan, "slug" | "key">): boolean {
  const theirs = permalink?.toLowerCase() ?? "";
  const key = plan.key.toLowerCase();
  return theirs === key || theirs.endsWith(`-${key}`);
}

/**
 * The body of `POST /v2/products`. `draft` keeps it off sale: since September 2026 Gumroad publishes at once without it.
 * @throws PlatformError `refused`, field `price`, for a currency Gumroad does not sell in.
 */
export function draftOf(plan: Plan) {
  return {
    ...factsOf(plan),
    native_type: "ebook",
    draft: true,
    custom_permalink: permalinkOf(plan),
    category: "education",
  };
}

/** Texts and price, for a create and for an update. @throws PlatformError `refused`, field `price`, as `draftOf`. */
export function factsOf(plan: Plan) {
  const price = toGumroadAmount(plan.price);
  if (price === null) {
    const sentence = `Gumroad does not sell in ${plan.price.currency}.`;
    throw new PlatformError("refused", sentence, { field: "price" });
  }
  return {
    name: plan.title,
    price,
    price_currency_type: plan.price.currency.toLowerCase(),
    description: plan.description,
    tags: plan.tags,
  };
}

/** Whether a product shows the plan's texts and price. Gumroad may tidy tags and the description's HTML. */
export function showsFacts(product: Product, plan: Plan): boolean {
  const facts = factsOf(plan);
  const tags = (list: readonly string[]) =>
    list
      .map((tag) => tag.toLowerCase())
      .sort()
      .join(",");
  return (
    product.name.trim() === facts.name.trim() &&
    product.price === facts.price &&
    product.currency === facts.price_currency_type &&
    wordsOf(product.description ?? "") === wordsOf(facts.description) &&
    (!product.tags || tags(product.tags) === tags(facts.tags))
  );
}

function wordsOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/gu, " ")
    .trim();
}

/** The content page of the buyer: without the embed it stays empty although the file is attached (gumroad-cli issue 71). */
export function contentOf(fileId: string, key: string) {
  const embed = { type: "fileEmbed", attrs: { id: fileId, uid: embedUid(key), collapsed: false } };
  return [{ title: "Your file", description: { type: "doc", content: [embed, { type: "paragraph" }] } }];
}

/** A version 4 UUID made from the key, so that a repeat embeds the same thing. */
export function embedUid(key: string): string {
  const hex = createHash("sha256").update(`gumroad-embed:${key}`).digest("hex");
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join("-");
}

/** Our file among the attached ones. Its size is compared once Gumroad knows it. */
export function ourFile(
  product: Pick<FullProduct, "files">,
  plan: Plan,
): FullProduct["files"][number] | undefined {
  return product.files.find(({ name, size }) => {
    return name === plan.file.name && (size === null || size === undefined || size === plan.file.size);
  });
}

/** Ids of the files that the content pages show. */
export function embeddedIds(content: unknown): Set<string> {
  const found = new Set<string>();
  collectEmbeds(content, found);
  return found;
}

/**
 * A product as the engine compares it with the plan. Delivered files are those attached and shown. `origin` decides
 * which public addresses are believed.
 */
export function listingOf(product: FullProduct, origin: string): RemoteListing {
  const shown = embeddedIds(product.rich_content);
  const state = stateOf(product);
  return {
    remoteId: product.id,
    state,
    url: state === "live" ? publicUrl(product.short_url, origin) : null,
    title: product.name,
    price: typeof product.price === "number" ? fromGumroadAmount(product.price, product.currency) : null,
    files: product.files
      .filter(({ id }) => shown.has(id))
      .map(({ name, size }) => ({ name: name ?? "", size: size ?? null })),
    imageCount: product.covers.length,
  };
}

/** A product's public address; null where it is none of Gumroad's, because the product shows it as a link. */
export function publicUrl(address: string, origin: string): string | null {
  return allowed(address, origin) ? address : null;
}

function stateOf({ deleted, published }: Product): RemoteListing["state"] {
  if (deleted) return "gone";
  return published ? "live" : "draft";
}

const embedSchema = z.object({ type: z.literal("fileEmbed"), attrs: z.object({ id: z.string() }) });

function collectEmbeds(node: unknown, found: Set<string>): void {
  if (typeof node !== "object" || node === null) return;
  const embed = embedSchema.safeParse(node);
  if (embed.success) found.add(embed.data.attrs.id);
  for (const child of Object.values(node)) collectEmbeds(child, found);
}
