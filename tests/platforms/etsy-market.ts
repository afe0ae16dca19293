import { existsSync } from "node:fs";
import { z } from "zod";
import { etsy } from "@/lib/platforms/etsy";
import type { Credentials, Session } from "@/lib/platforms/platform";
import { startEtsy } from "@/tests/sandbox/etsy";
import { makeSession } from "./etsy-support";

/** Etsy's own document, where it lies beside the project: every call of these tests is then held against it. */
export const officialDocument = "../shared/reference/openapi/etsy.json";
export const hasDocument = existsSync(officialDocument);
if (!hasDocument)
  console.warn(`Skipped: calls are not held against Etsy's document (no ${officialDocument}).`);

const booksSchema = z.object({
  listings: z.array(
    z.object({
      listing_id: z.number(),
      state: z.string(),
      title: z.string(),
      files: z.array(z.object({ name: z.string(), size: z.number() })),
      images: z.array(z.object({ rank: z.number(), alt_text: z.string() })),
      skus: z.array(z.string()),
    }),
  ),
  publications: z.union([z.number(), z.array(z.unknown()).transform((lines) => lines.length)]),
  violations: z.array(z.unknown()),
  ignored: z.array(z.unknown()).default([]),
});

const callsSchema = z.object({
  total: z.number(),
  last: z.array(z.object({ method: z.string(), path: z.string(), status: z.number().nullable() })),
});

/** A stand-in Etsy, seen through its control door. */
export async function openMarket(profile: "open" | "real" = "open") {
  const sandbox = await startEtsy({ profile, openapi: hasDocument ? officialDocument : undefined });
  const control = async (method: string, route: string, body?: object): Promise<unknown> => {
    const init = { method, body: body && JSON.stringify(body) };
    const response = await fetch(`${sandbox.url}/__control/${route}`, init);
    if (!response.ok) throw new Error(`${method} ${route}: ${await response.text()}`);
    return response.json();
  };
  return {
    url: sandbox.url,
    close: () => sandbox.close(),
    control,
    token: async (body: object = {}): Promise<Credentials> =>
      z.record(z.string(), z.coerce.string()).parse(await control("POST", "token", body)),
    books: async () => booksSchema.parse(await control("GET", "books")),
    calls: async () => callsSchema.parse(await control("GET", "calls")),
  };
}

export type Market = Awaited<ReturnType<typeof openMarket>>;

/** A session that was checked against the market: `account` is what `verify` said. */
export async function connect(market: Market, over: Partial<Session> = {}) {
  const credentials = over.credentials ?? (await market.token());
  const session = makeSession({ origin: market.url, credentials, account: null, ...over });
  if (etsy.access.kind !== "token") throw new Error("Etsy is reached with a token");
  return { ...session, account: await etsy.access.verify(session) };
}
