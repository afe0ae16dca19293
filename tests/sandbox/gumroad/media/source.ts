import type { Call } from "@/tests/sandbox/gumroad/context";
import { guid } from "@/tests/sandbox/gumroad/ids";
import { sniff } from "@/tests/sandbox/gumroad/media/sniff";
import { isPresent, parseUrl, text } from "@/tests/sandbox/gumroad/params";
import type { Image } from "@/tests/sandbox/gumroad/state";
import { findBlob } from "@/tests/sandbox/gumroad/uploads/direct";

/** An uploaded picture or video with what its bytes say, or why there is none. */
export type Source =
  | { image: Image; media: string }
  | { problem: "not given" | "bad blob" | "no bytes" | "unsafe url" | "unreachable" };

/** The file that `signed_blob_id` or `url` names. An address is fetched on loopback only. */
export async function readSource(call: Call): Promise<Source> {
  const { signed_blob_id: signedId, url } = call.params;
  if (isPresent(signedId)) return fromBlob(call, text(signedId));
  if (isPresent(url)) return fromUrl(call, text(url));
  return { problem: "not given" };
}

function fromBlob(call: Call, signedId: string): Source {
  const blob = findBlob(call, signedId);
  if (blob === undefined) return { problem: "bad blob" };
  if (blob.uploaded === null) return { problem: "no bytes" };
  const { media, ...stored } = blob.uploaded;
  const extension = /\.([a-z0-9]+)$/i.exec(blob.filename)?.[1]?.toLowerCase();
  return { media, image: imageOf(media, blob.key, extension, stored) };
}

/** Private addresses are refused as by the real server, unless the loopback bypass switch is on. */
async function fromUrl(call: Call, address: string): Promise<Source> {
  const url = parseUrl(address.startsWith("//") ? `https:${address}` : address);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return { problem: "unsafe url" };
  const isLoopback = /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname);
  if (!isLoopback) return { problem: isPrivate(url.hostname) ? "unsafe url" : "unreachable" };
  if (!call.books.switches.allow_localhost) return { problem: "unsafe url" };
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    const bytes = Buffer.from(await response.arrayBuffer());
    const found = sniff(bytes);
    const media = found.media ?? response.headers.get("content-type") ?? "application/octet-stream";
    const sha256 = call.vault.put(bytes);
    const stored = { sha256, size: bytes.length, width: found.width, height: found.height };
    return { media, image: imageOf(media, `public/${guid()}`, undefined, stored) };
  } catch {
    return { problem: "unreachable" };
  }
}

function imageOf(
  media: string,
  key: string,
  extension: string | undefined,
  stored: Pick<Image, "sha256" | "size" | "width" | "height">,
): Image {
  const filetype = extension ?? media.slice(media.indexOf("/") + 1);
  return { id: guid(), key, filetype, kind: media.startsWith("video/") ? "video" : "image", ...stored };
}

function isPrivate(host: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.|\[f[cde])/.test(host);
}
