import { expect } from "vitest";
import { z } from "zod";
import type { Stage } from "./stage";

const etsyBooks = z.object({
  listings: z.array(
    z.object({
      listing_id: z.number(),
      state: z.string(),
      title: z.string(),
      description: z.string(),
      tags: z.array(z.string()),
      price: z.number(),
      skus: z.array(z.string()),
      files: z.array(z.object({ name: z.string(), size: z.number(), sha256: z.string() })),
      images: z.array(z.unknown()),
    }),
  ),
  publications: z.array(z.unknown()),
  violations: z.array(z.unknown()),
});

const gumroadBooks = z.object({
  products: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      description: z.string().nullable(),
      tags: z.array(z.string()),
      price: z.number(),
      published: z.boolean(),
      deleted: z.boolean(),
      custom_permalink: z.string().nullable(),
      files: z.array(
        z.object({ name: z.string(), size: z.number().nullable(), sha256: z.string().nullable() }),
      ),
      buyer_page: z.array(z.string()),
      covers: z.array(z.unknown()),
      thumbnail: z.unknown(),
    }),
  ),
});

const callsSchema = z.object({
  total: z.number(),
  by: z.record(z.string(), z.number()),
  last: z.array(
    z.object({ at: z.string(), method: z.string(), path: z.string(), status: z.number().nullable() }),
  ),
});

export const readBooks = async ({ markets }: Pick<Stage, "markets">) => ({
  etsy: etsyBooks.parse(await markets.doors.etsy("GET", "books")),
  gumroad: gumroadBooks.parse(await markets.doors.gumroad("GET", "books")),
});

export const readCalls = async ({ markets }: Pick<Stage, "markets">, name: "etsy" | "gumroad") =>
  callsSchema.parse(await markets.doors[name]("GET", "calls"));

/** What must hold on Etsy when nothing is left to do: one live listing for each title, complete, paid once, nothing else. */
export async function expectEtsyComplete(
  stage: Stage,
  titles: string[],
  { pictures = 1, paid = titles.length } = {},
): Promise<void> {
  const { listings, publications, violations } = (await readBooks(stage)).etsy;
  expect(listings.map(({ title, state }) => `${title}: ${state}`).sort()).toEqual(
    titles.map((title) => `${title}: active`).sort(),
  );
  for (const { files, images, skus } of listings) {
    expect([files.length, images.length, skus.length]).toEqual([1, pictures, 1]);
  }
  expect(publications).toHaveLength(paid);
  expect(violations).toEqual([]);
}

/** The same on Gumroad. */
export async function expectGumroadComplete(stage: Stage, titles: string[], pictures = 1): Promise<void> {
  const products = (await readBooks(stage)).gumroad.products.filter(({ deleted }) => !deleted);
  expect(products.map(({ name, published }) => `${name}: ${published}`).sort()).toEqual(
    titles.map((title) => `${title}: true`).sort(),
  );
  for (const { files, covers, thumbnail, buyer_page } of products) {
    expect([files.length, covers.length, buyer_page.length]).toEqual([1, pictures, 1]);
    expect(files[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(thumbnail).not.toBeNull();
  }
}
