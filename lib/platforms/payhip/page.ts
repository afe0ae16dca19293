import { z } from "zod";
import { PlatformError } from "../../errors";
import { send, wordsOf } from "../../http";
import { isCurrency, type Money, parseMajor } from "../../money";
import type { Session } from "../platform";
import { slowDown } from "./access";

/**
 * Reads a product's public page: one GET. Title and price come from the structured data that shops put there for search
 * engines (https://schema.org/Product), the title else from the page's own.
 * @returns null when Payhip says that there is no such page.
 * @throws PlatformError `unreachable`, `rate_limited` or `unexpected` when the page cannot be read now.
 */
export async function look(
  session: Session,
  key: string,
): Promise<{ title: string | null; price: Money | null } | null> {
  const answer = await send(session.fetch, {
    method: "GET",
    url: `${session.origin}/b/${encodeURIComponent(key)}`,
    headers: { accept: "text/html" },
    timeoutMs: session.timing.readMs,
    signal: session.signal,
  });
  if (answer.status === 404 || answer.status === 410) return null;
  if (answer.status === 429) throw slowDown(wordsOf(answer), answer.headers, session.now());
  if (answer.status !== 200) {
    const kind = answer.status >= 500 ? "unreachable" : "unexpected";
    throw new PlatformError(kind, `Payhip's page answered with status ${answer.status}.`, wordsOf(answer));
  }
  const product = productIn(answer.text);
  const title = product?.name ?? titleIn(answer.text);
  if (!product && title === null)
    throw new PlatformError("unexpected", "Payhip's page could not be read.", wordsOf(answer));
  return { title, price: product ? priceIn(product) : null };
}

const offer = z.object({
  price: z.union([z.string(), z.number()]).transform(String),
  priceCurrency: z.string().toUpperCase(),
});
const productShape = z.object({
  "@type": z.literal("Product"),
  name: z.string().nullish(),
  offers: z
    .union([offer, z.array(offer).transform(([first]) => first)])
    .optional()
    .catch(undefined),
});
type Product = z.infer<typeof productShape>;

function productIn(html: string): Product | null {
  for (const [, text] of html.matchAll(/<script[^>]*application\/ld\+json[^>]*>([\s\S]*?)<\/script>/gi)) {
    const found = productShape.safeParse(parsed(text ?? ""));
    if (found.success) return found.data;
  }
  return null;
}

function priceIn({ offers }: Product): Money | null {
  if (!offers || !isCurrency(offers.priceCurrency)) return null;
  const amount = parseMajor(offers.price, offers.priceCurrency);
  return amount === null ? null : { amount, currency: offers.priceCurrency };
}

function titleIn(html: string): string | null {
  const text =
    /<meta[^>]*property="og:title"[^>]*content="([^"]*)"/i.exec(html)?.[1] ??
    /<title>([^<]*)<\/title>/i.exec(html)?.[1];
  return text?.trim() || null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
