import type { Work } from "@/lib/agent/store";

export function keyOf(id: number): string {
  return `sim-${id}-1`;
}

/** What every manual of a simulation is. */
export function factsOf(id: number): Pick<Work, "key" | "slug" | "manual"> {
  const picture = { key: "p", size: 1, sha256: "p", width: 1, height: 1 };
  return {
    key: keyOf(id),
    slug: `m-${id}`,
    manual: {
      id,
      title: `Manual ${id}`,
      description: "How it works.",
      tags: ["tables"],
      rights: "own_work",
      price: 1299,
      currency: "USD",
      language: "en",
      pageCount: 10,
      hasText: true,
      fileName: "m.pdf",
      file: { key: "m", size: 100, sha256: "f" },
      images: { etsy: [picture], gumroad: [picture], thumbnail: picture },
    },
  };
}
