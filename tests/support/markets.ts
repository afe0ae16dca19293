import { z } from "zod";
import type { App } from "@/lib/app";
import { activate } from "@/lib/connections/activate";
import { configure } from "@/lib/connections/configure";
import { startEtsy } from "@/tests/sandbox/etsy";
import { startGumroad } from "@/tests/sandbox/gumroad";
import { startPayhip } from "@/tests/sandbox/payhip";

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
const payhipBooks = z.object({
  products: z.array(
    z.object({
      product_key: z.string(),
      product_permalink: z.string(),
      title: z.string(),
      price: z.number(),
      currency: z.string(),
      removed: z.boolean(),
    }),
  ),
  sales: z.array(
    z.object({
      id: z.string(),
      price: z.number(),
      items: z.array(z.object({ product_key: z.string(), quantity: z.number(), unit_price: z.number() })),
      refunds: z.array(z.object({ amount: z.number(), date: z.number() })),
    }),
  ),
  deliveries: z.array(
    z.object({
      id: z.number(),
      url: z.string(),
      event: z.string(),
      transaction_id: z.string(),
      state: z.enum(["pending", "delivered", "dropped"]),
      attempts: z.array(z.object({ status: z.number().nullable() })),
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

/** The stand-ins, their doors, and what their own books say. */
export async function openMarkets(options: { profile?: "real" | "open"; dir?: string } = {}) {
  const profile = options.profile ?? "open";
  const etsy = await startEtsy({ profile, dir: options.dir });
  const gumroad = await startGumroad({ profile, dir: options.dir, established: true });
  const payhip = await startPayhip({ profile, dir: options.dir });
  const doors = { etsy: door(etsy.url), gumroad: door(gumroad.url), payhip: door(payhip.url) };
  return {
    origins: { etsy: etsy.url, gumroad: gumroad.url, payhip: payhip.url },
    doors,
    etsyBooks: async () => etsyBooks.parse(await doors.etsy("GET", "books")),
    gumroadBooks: async () => gumroadBooks.parse(await doors.gumroad("GET", "books")),
    payhipBooks: async () => payhipBooks.parse(await doors.payhip("GET", "books")),
    close: async () => {
      await etsy.close();
      await gumroad.close();
      await payhip.close();
    },
  };
}

export type Markets = Awaited<ReturnType<typeof openMarkets>>;

/** The doors of the platforms that `connect` knows. */
type Connectable = { doors: Pick<Markets["doors"], "etsy" | "gumroad"> };

const fields = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
const accepted: Record<string, readonly string[]> = {
  etsy: ["api_key", "api_secret", "access_token", "refresh_token", "shop_id", "expires_at"],
  gumroad: ["api_token"],
};

/** Fresh credentials of a stand-in's seller, as the product takes them. */
export async function credentialsOf(markets: Connectable, name: "etsy" | "gumroad") {
  const given = fields.parse(
    await markets.doors[name]("POST", "token", {}).then((all) => pick(all, accepted[name] ?? [])),
  );
  return given;
}

function pick(all: Record<string, unknown>, names: readonly string[]) {
  return Object.fromEntries(names.flatMap((name) => (name in all ? [[name, all[name]]] : [])));
}

/** Connects and activates Etsy and Gumroad; Payhip needs no connection to be listed by hand. */
export async function connect(
  app: App,
  markets: Connectable,
  names: ("etsy" | "gumroad")[] = ["etsy", "gumroad"],
): Promise<void> {
  for (const [index, name] of (["etsy", "gumroad"] as const).entries()) {
    if (!names.includes(name)) continue;
    const reply = await configure(app, index + 1, await credentialsOf(markets, name));
    if (reply.status !== "verified") throw new Error(`${name}: ${reply.message} ${reply.error}`);
    await activate(app, index + 1);
  }
}
