import { priceOf } from "@/tests/sandbox/etsy/listings/listing";
import { SELLER, type World } from "@/tests/sandbox/etsy/world";
import type { SandboxAnswer } from "@/tests/sandbox/kit/types";

const HTML = { "content-type": "text/html; charset=utf-8" };

/** What a buyer sees: the page of an active listing, and its pictures. Undefined when the path is neither. */
export function publicPage(world: World, path: string): SandboxAnswer | undefined {
  const listing = /^\/listing\/(\d+)(\/[^/]*)?$/.exec(path)?.[1];
  if (listing !== undefined) return listingPage(world, Number(listing));
  const image = /^\/images\/(\d+)\/[^/]+$/.exec(path)?.[1];
  return image === undefined ? undefined : picture(world, Number(image));
}

function listingPage(world: World, listingId: number): SandboxAnswer {
  const listing = world.listings.get(listingId);
  if (listing === undefined || listing.state !== "active") {
    return {
      status: 404,
      headers: HTML,
      body: "<!doctype html><title>Page not found</title><h1>Uh oh!</h1>",
    };
  }
  const price = (priceOf(listing) / 100).toFixed(2);
  const { currency } = world.switches();
  const pictures = [...listing.images].sort((a, b) => a.rank - b.rank);
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(listing.title)} - Etsy stand-in</title>
<meta property="og:title" content="${escapeHtml(listing.title)}">
<meta property="product:price:amount" content="${price}"><meta property="product:price:currency" content="${currency}">
</head><body style="font-family:sans-serif;max-width:44rem;margin:2rem auto">
<p>${SELLER.shop_name}</p><h1>${escapeHtml(listing.title)}</h1><p><strong>${price} ${currency}</strong> · Digital download</p>
${pictures.map((one) => `<img src="/images/${one.listing_image_id}/fullxfull" alt="${escapeHtml(one.alt_text)}" width="200">`).join("\n")}
<p style="white-space:pre-line">${escapeHtml(listing.description)}</p><p>${listing.tags.map(escapeHtml).join(" · ")}</p>
</body></html>`;
  return { status: 200, headers: HTML, body };
}

function picture(world: World, imageId: number): SandboxAnswer {
  const image = world.images.get(imageId);
  const bytes = image === undefined ? undefined : world.books.fileBytes(image.sha256);
  if (image === undefined || bytes === undefined) return { status: 404, body: "" };
  return { status: 200, headers: { "content-type": image.filetype }, body: bytes };
}

function escapeHtml(text: string): string {
  const signs: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}
