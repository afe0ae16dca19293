import { createHash, createHmac } from "node:crypto";
import type { World } from "@/tests/sandbox/gumroad/context";
import { stamp } from "@/tests/sandbox/gumroad/ids";
import type { Blob } from "@/tests/sandbox/gumroad/state";

const SECRET = "upload host of the stand-in";
const PART_SECONDS = 900;
const BLOB_SECONDS = 300;

/** A presigned address for one part of a multipart upload, good for 900 seconds. */
export function signedPartUrl(world: World, key: string, uploadId: string, part: number): string {
  const query = new URLSearchParams({ partNumber: String(part), uploadId });
  return signed(world, key, query, PART_SECONDS, "host", "");
}

/** A presigned address for one blob; type, MD5 and length of the body are part of the signature. */
export function signedBlobUrl(world: World, blob: Blob): string {
  const headers = `${blob.byte_size}\n${blob.checksum}\n${blob.content_type}`;
  const names = "content-length;content-md5;content-type;host";
  return signed(world, blob.key, new URLSearchParams(), BLOB_SECONDS, names, headers);
}

/** The link a product's `files[].url` shows: another path than the canonical one, and it expires. */
export function signedFileUrl(world: World, key: string): string {
  const path = `signed/${keyDigest(key)}/${key.slice(key.lastIndexOf("/") + 1)}`;
  return signed(world, path, new URLSearchParams(), PART_SECONDS, "host", "");
}

export function keyDigest(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 32);
}

/** What is wrong with a signed request at this moment; null = nothing. `headers` = the signed values. */
export function signatureFault(
  world: World,
  path: string,
  query: URLSearchParams,
  headers: string,
): "missing" | "expired" | "mismatch" | null {
  const given = query.get("X-Amz-Signature");
  const date = query.get("X-Amz-Date");
  if (given === null || date === null) return "missing";
  const [start, seconds] = [parseAmzDate(date), Number(query.get("X-Amz-Expires"))];
  const rest = new URLSearchParams(query);
  rest.delete("X-Amz-Signature");
  if (signature(path, rest, headers) !== given) return "mismatch";
  return world.now().getTime() > start + seconds * 1000 ? "expired" : null;
}

function signed(
  world: World,
  key: string,
  query: URLSearchParams,
  seconds: number,
  names: string,
  headers: string,
): string {
  const path = `/${key.split("/").map(encodeURIComponent).join("/")}`;
  query.set("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
  query.set("X-Amz-Date", stamp(world.now()).replace(/[-:]/g, ""));
  query.set("X-Amz-Expires", String(seconds));
  query.set("X-Amz-SignedHeaders", names);
  query.set("X-Amz-Signature", signature(path, query, headers));
  return `${world.uploads}${path}?${query}`;
}

function signature(path: string, query: URLSearchParams, headers: string): string {
  const sorted = new URLSearchParams(query);
  sorted.sort();
  return createHmac("sha256", SECRET).update(`${path}\n${sorted}\n${headers}`).digest("hex");
}

function parseAmzDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5"));
}
