import { z } from "zod";
import type { App } from "@/lib/app";
import { activate } from "@/lib/connections/activate";
import { configure } from "@/lib/connections/configure";
import { startEtsy } from "@/tests/sandbox/etsy";
import { startGumroad } from "@/tests/sandbox/gumroad";

const etsyBooks = z.object({
  listings: z.array(
    z.object({
      listing_id: z.number(),
      state: z.string(),
      title: z.string(),
      description: z.string(),
      files: z.array(z.object({ name: z.string(), size: z.number(), sha256: z.string() })),
      images: z.array(z.unknown()),
    }),
  ),
  violations: z.array(z.unknown()),
});
const gumroadBooks = z.object({
  products: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      published: z.boolean(),
      deleted: z.boolean(),
      custom_permalink: z.string().nullable(),
      files: z.array(z.object({ name: z.string(), sha256: z.string().nullable() })),
    }),
  ),
});

/** The control door of a stand-in. */
export function door(url: string) {
  return async (method: string, route: string, body?: unknown) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${url}/__control/${route}`, { method, ...sent });
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${await response.text()}`);
    return response.json();
  };
}

/** Both stand-ins, their doors, and what their own books say. */
export async function openMarkets(options: { profile?: "real" | "open"; dir?: string } = {}) {
  const profile = options.profile ?? "open";
  const etsy = await startEtsy({ profile, dir: options.dir });
  const gumroad = await startGumroad({ profile, dir: options.dir, established: true });
  const doors = { etsy: door(etsy.url), gumroad: door(gumroad.url) };
  return {
    origins: { etsy: etsy.url, gumroad: gumroad.url },
    doors,
    etsyBooks: async () => etsyBooks.parse(await doors.etsy("GET", "books")),
    gumroadBooks: async () => gumroadBooks.parse(await doors.gumroad("GET", "books")),
    close: async () => {
      await etsy.close();
      await gumroad.close();
    },
  };
}

export type Markets = Awaited<ReturnType<typeof openMarkets>>;

const fields = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
const accepted: Record<string, readonly string[]> = {
  etsy: ["api_key", "api_secret", "access_token", "refresh_token", "shop_id", "expires_at"],
  gumroad: ["api_token"],
};

/** Fresh credentials of a stand-in's seller, as the product takes them. */
export async function credentialsOf(markets: Pick<Markets, "doors">, name: "etsy" | "gumroad") {
  const given = fields.parse(
    await markets.doors[name]("POST", "token", {}).then((all) => pick(all, accepted[name] ?? [])),
  );
  return given;
}

function pick(all: Record<string, unknown>, names: readonly string[]) {
  return Object.fromEntries(names.flatMap((name) => (name in all ? [[name, all[name]]] : [])));
}

/** Connects and activates both platforms. */
export async function connect(
  app: App,
  markets: Pick<Markets, "doors">,
  names: ("etsy" | "gumroad")[] = ["etsy", "gumroad"],
): Promise<void> {
  for (const [index, name] of (["etsy", "gumroad"] as const).entries()) {
    if (!names.includes(name)) continue;
    const reply = await configure(app, index + 1, await credentialsOf(markets, name));
    if (reply.status !== "verified") throw new Error(`${name}: ${reply.message} ${reply.error}`);
    await activate(app, index + 1);
  }
}
