import type { World } from "@/tests/sandbox/gumroad/context";

/** The prefix of every key that belongs to the seller. */
export function ownPrefix(world: World): string {
  return `attachments/${world.books.seller.id}/`;
}

/** The canonical address of a product file: what presign and complete answer and `files[].url` must be. */
export function fileUrl(world: World, key: string): string {
  return `${world.uploads}/${key}`;
}

/** Whether an address is under the seller's own prefix, without a way out of it. */
export function isOwnFileUrl(world: World, url: string): boolean {
  const own = url.startsWith(`${world.uploads}/${ownPrefix(world)}`);
  return own && !url.includes("..") && !/%2f/i.test(url);
}

export function keyOfFileUrl(world: World, url: string): string {
  return url.slice(world.uploads.length + 1);
}
