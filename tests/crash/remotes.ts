import type { Books } from "./evidence";

/** A listing as the shop's own books have it. */
export interface Remote {
  shop: "etsy" | "gumroad";
  id: string;
  title: string;
  /** Minor units. */
  price: number;
  live: boolean;
  /** SHA-256 of each attached file; null: attached, but nothing was ever sent. */
  files: (string | null)[];
  images: (string | null)[];
  thumbnail: string | null;
}

/** All listings of both shops, drafts too, without those that were removed. */
export function remotes({ etsy, gumroad }: Books): Remote[] {
  const hashes = (all: { sha256: string | null }[]) => all.map(({ sha256 }) => sha256);
  return [
    ...etsy.listings
      .filter(({ state }) => state !== "removed")
      .map(
        (one): Remote => ({
          shop: "etsy",
          id: String(one.listing_id),
          title: one.title,
          price: one.price,
          live: one.state === "active",
          files: hashes(one.files),
          images: hashes(one.images),
          thumbnail: null,
        }),
      ),
    ...gumroad.products
      .filter(({ deleted }) => !deleted)
      .map(
        (one): Remote => ({
          shop: "gumroad",
          id: one.id,
          title: one.name,
          price: one.price,
          live: one.published,
          files: hashes(one.files),
          images: hashes(one.covers),
          thumbnail: one.thumbnail?.sha256 ?? null,
        }),
      ),
  ];
}

/** I1 and I4 at any moment, by the books alone: titles on sale twice, and what is on sale without a file or picture. */
export function wrongNow(books: Books): string[] {
  const onSale = remotes(books).filter(({ live }) => live);
  const seen = new Set<string>();
  return onSale.flatMap(({ shop, title, files, images }) => {
    const twice = seen.has(`${shop} ${title}`);
    seen.add(`${shop} ${title}`);
    const bare = files.length !== 1 || files.includes(null) || images.length === 0;
    return [...(twice ? [`${title} twice on ${shop}`] : []), ...(bare ? [`${title} bare on ${shop}`] : [])];
  });
}
