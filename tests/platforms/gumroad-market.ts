import sharp from "sharp";
import { expect } from "vitest";
import { z } from "zod";
import type { Session } from "@/lib/platforms/platform";
import { startGumroad } from "@/tests/sandbox/gumroad";
import { fileOf, pdf, planOf, sessionOf } from "./gumroad-session";

const booksSchema = z.object({
  products: z.array(
    z.object({
      id: z.string(),
      custom_permalink: z.string().nullable(),
      name: z.string(),
      price: z.number(),
      currency: z.string(),
      published: z.boolean(),
      deleted: z.boolean(),
      files: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          size: z.number().nullable(),
          sha256: z.string().nullable(),
        }),
      ),
      buyer_page: z.array(z.string()),
      covers: z.array(z.object({ sha256: z.string() })),
      thumbnail: z.object({ sha256: z.string() }).nullable(),
    }),
  ),
  uploads: z.array(z.object({ state: z.string(), attached: z.boolean() })),
});

export type Books = z.infer<typeof booksSchema>;

const callsSchema = z.object({
  total: z.number(),
  last: z.array(z.object({ method: z.string(), path: z.string() })),
});

/** A stand-in with a fresh token, seen through its control door. */
export async function openMarket(profile: "real" | "open" = "open") {
  const sandbox = await startGumroad({ profile, established: true });
  const control = async (method: string, route: string, body?: object) => {
    const response = await fetch(`${sandbox.url}/__control/${route}`, {
      method,
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${route}: ${await response.text()}`);
    return response.json();
  };
  const token = async (scopes?: string[]) => {
    return z.object({ api_token: z.string() }).parse(await control("POST", "token", scopes ? { scopes } : {}))
      .api_token;
  };
  return {
    url: sandbox.url,
    uploadFault: async (fault: object) => {
      const init = { method: "POST", body: JSON.stringify(fault) };
      const response = await fetch(`${sandbox.uploadUrl}/__control/faults`, init);
      if (!response.ok) throw new Error(await response.text());
    },
    close: () => sandbox.close(),
    control,
    token,
    books: async (): Promise<Books> => booksSchema.parse(await control("GET", "books")),
    calls: async () => callsSchema.parse(await control("GET", "calls")),
  };
}

export type Market = Awaited<ReturnType<typeof openMarket>>;

export async function picture(name: string, width: number, height: number, red: number) {
  const background = { r: red, g: 80, b: 120 };
  const bytes = await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
  return fileOf(name, "image/png", new Uint8Array(bytes));
}

/** A plan with two covers and a thumbnail, and a session that can open its files and counts what it calls. */
export async function illustrated(market: Pick<Market, "url">, token: string, key: string, readMs?: number) {
  const covers = [await picture("cover.png", 1280, 720, 10), await picture("page & 2.png", 1280, 720, 200)];
  const thumbnail = await picture("thumbnail.png", 600, 600, 90);
  const called: string[] = [];
  const counting: Session["fetch"] = (url, init) => {
    called.push(`${init.method} ${url}`);
    return fetch(url, init);
  };
  const files = [pdf, ...covers, thumbnail];
  return {
    plan: planOf({
      key,
      images: covers.map(({ file }) => ({ ...file, alt: "" })),
      thumbnail: thumbnail.file,
    }),
    session: sessionOf({ origin: market.url, token, files, fetch: counting, readMs }),
    called,
    covers,
    thumbnail,
  };
}

export async function ofKey(market: Market, key: string) {
  const { products } = await market.books();
  return products.filter(({ custom_permalink }) => custom_permalink?.endsWith(`-${key}`));
}

type Named = { file: { sha256: string } };

/** One product carries the key: on sale, delivering our bytes, with each picture once and in order. */
export async function expectOne(
  market: Market,
  key: string,
  { remoteId, covers, thumbnail }: { remoteId: string; covers: Named[]; thumbnail: Named },
): Promise<void> {
  const ours = await ofKey(market, key);
  expect(ours).toHaveLength(1);
  const [product] = ours;
  expect(product).toMatchObject({ id: remoteId, published: true, deleted: false });
  expect(product?.files.map(({ sha256 }) => sha256)).toEqual([pdf.file.sha256]);
  expect(product?.buyer_page).toEqual([product?.files[0]?.id]);
  expect(product?.covers.map(({ sha256 }) => sha256)).toEqual(covers.map(({ file }) => file.sha256));
  expect(product?.thumbnail?.sha256).toBe(thumbnail.file.sha256);
}
