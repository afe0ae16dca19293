import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startEtsy } from "../sandbox/etsy";
import { startGumroad } from "../sandbox/gumroad";
import { startPayhip } from "../sandbox/payhip";
import { type ProductServer, removeData, startProduct } from "../support/server";
import { smallPdf } from "../support/small-pdf";
import { waitFor } from "../support/wait";

// A client written from the guide's routes and models alone: nothing here knows our code, only addresses and words.

type Market = Awaited<ReturnType<typeof startPayhip>>;
const markets: Record<string, Market> = {};
let server: ProductServer;

beforeAll(async () => {
  markets.etsy = await startEtsy({ profile: "open" });
  markets.gumroad = await startGumroad({ profile: "open", established: true });
  markets.payhip = await startPayhip({ profile: "open" });
  const origins = Object.fromEntries(Object.entries(markets).map(([name, { url }]) => [name, url]));
  server = await startProduct({ origins });
}, 400_000);

afterAll(async () => {
  await server.stop();
  for (const market of Object.values(markets)) await market.close();
  removeData(server.dataDir);
});

const record = z.record(z.string(), z.unknown());

async function market(name: string, route: string, body: object = {}) {
  const url = `${markets[name]?.url}/__control/${route}`;
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  return record.parse(await response.json());
}

async function api<T>(method: string, path: string, shape: z.ZodType<T>, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { Authorization: `Bearer ${server.token}` };
  if (body !== undefined && !(body instanceof FormData)) headers["Content-Type"] = "application/json";
  const sent = body === undefined || body instanceof FormData ? body : JSON.stringify(body);
  const response = await fetch(`${server.url}/api/passive-income${path}`, { method, headers, body: sent });
  const text = await response.text();
  expect(response.ok, `${method} ${path}: ${response.status} ${text}`).toBe(true);
  expect(response.headers.get("content-type")).toContain("application/json");
  return shape.parse(JSON.parse(text));
}

const id = z.int().positive();
const platform = z.object({
  id,
  name: z.string(),
  display_name: z.string(),
  platform_type: z.enum(["digital_download", "marketplace"]),
  is_active: z.boolean(),
  is_free: z.boolean(),
  supports_api_listing: z.boolean(),
  credentials_status: z.enum(["not_configured", "pending", "verified", "error"]),
  total_revenue: z.number(),
  listing_count: z.int(),
  webhook_url: z.string().nullable(),
});
const listing = z.object({
  id,
  manual_id: id,
  platform_id: id,
  title: z.string(),
  price: z.number().nullable(),
  status: z.enum(["pending", "listed", "active", "action_required", "error", "paused", "ended"]),
  platform_listing_id: z.string().nullable(),
  platform_url: z.string().nullable(),
  sales: z.int(),
  revenue: z.number(),
});
const action = z.object({
  id,
  action_type: z.string(),
  title: z.string(),
  description: z.string(),
  prompt: z.string(),
  input_type: z.string(),
  status: z.enum(["pending", "completed", "cancelled", "timed_out"]),
  user_response: z.string().nullable(),
  platform_id: id.nullable(),
  listing_id: id.nullable(),
});
const message = z.looseObject({ message: z.string().min(3) });

const platforms = () => api("GET", "/platforms", z.array(platform));
const listings = () => api("GET", "/listings", z.array(listing));
const actions = () => api("GET", "/actions", z.array(action));
async function idOf(name: string) {
  const found = (await platforms()).find((one) => one.name === name);
  return id.parse(found?.id);
}
async function manual(title: string, seed: number) {
  const form = new FormData();
  form.set("file", new File([Buffer.from(await smallPdf(title, seed))], `${title}.pdf`));
  form.set("rights", "own_work");
  form.set("price", "12.99");
  return api("POST", "/manuals", z.object({ id }), form);
}
const until = <T>(ask: () => Promise<T | null>) =>
  waitFor(ask, 60_000, async () => `${JSON.stringify(await listings())} ${server.output().slice(-1_000)}`);

test("platforms are there from the start, with nothing configured and no money yet", async () => {
  const all = await platforms();
  expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(["etsy", "gumroad", "payhip"]));
  for (const one of all) {
    expect(one).toMatchObject({ is_active: false, credentials_status: "not_configured", total_revenue: 0 });
    expect(one.supports_api_listing).toBe(one.name !== "payhip");
  }
});

test("credentials are given by the guide's names, and the platforms activated, Payhip too", async () => {
  const { api_key, api_secret, access_token, shop_id } = await market("etsy", "token");
  const { api_token } = await market("gumroad", "token");
  const given = { etsy: { api_key, api_secret, access_token, shop_id }, gumroad: { api_token } };
  for (const [name, credentials] of Object.entries(given)) {
    const reply = await api("POST", `/platforms/${await idOf(name)}/configure`, message, credentials);
    expect(reply).toMatchObject({ status: "verified" });
  }
  for (const name of ["etsy", "gumroad", "payhip"])
    await api("POST", `/platforms/${await idOf(name)}/activate`, message);
  const shown = JSON.stringify(await api("GET", "/platforms", z.unknown()));
  for (const secret of [api_secret, access_token, api_token]) expect(shown).not.toContain(String(secret));
});

test("a manual is processed and the agent lists it; where it cannot, it asks", async () => {
  const [one, two] = [await manual("Pocket guide to knots", 1), await manual("Bees in town", 2)];
  await api("POST", "/agent/run", message);
  const all = await until(async () => {
    const rows = await listings();
    const settled = rows.filter(({ status }) => status === "listed" || status === "action_required");
    return rows.length === 6 && settled.length === 6 ? rows : null;
  });
  const payhip = await idOf("payhip");
  for (const row of all) {
    expect([one.id, two.id]).toContain(row.manual_id);
    expect(row.status).toBe(row.platform_id === payhip ? "action_required" : "listed");
    expect(row.price).toBe(12.99);
    if (row.platform_id !== payhip) expect([row.platform_listing_id, row.platform_url]).not.toContain(null);
  }
  expect((await actions()).map(({ action_type, input_type }) => [action_type, input_type])).toEqual([
    ["manual_listing", "url"],
    ["manual_listing", "url"],
  ]);
}, 90_000);

test("an action is resolved with the address of the product, another one cancelled, and its listing tried again", async () => {
  const [first, second] = await actions();
  const made = await market("payhip", "product", { title: "Knots", price: 1299, currency: "USD" });
  const response = String(made.product_permalink);
  await api("POST", `/actions/${first?.id}/resolve`, message, { response });
  await api("POST", `/actions/${second?.id}/cancel`, message);
  expect(await actions()).toEqual([]);
  const of = async (asked: typeof first) => (await listings()).find((row) => row.id === asked?.listing_id);
  expect(await of(first)).toMatchObject({ status: "listed", platform_url: response });
  expect(await of(second)).toMatchObject({ status: "paused" });
  await api("POST", `/listings/${second?.listing_id}/retry`, message);
  const again = await until(async () => (await actions())[0] ?? null);
  expect(again).toMatchObject({ listing_id: second?.listing_id, status: "pending" });
}, 90_000);

test("sales of all three are synced, and the money is in the listings, the revenue and the statistics", async () => {
  const rows = await listings();
  const on = async (name: string) => {
    const wanted = await idOf(name);
    return rows.find((row) => row.platform_id === wanted && row.status === "listed");
  };
  const [etsy, gumroad, payhip] = [await on("etsy"), await on("gumroad"), await on("payhip")];
  const address = (await platforms()).find(({ name }) => name === "payhip")?.webhook_url;
  await market("payhip", "webhooks", { urls: address, events: ["paid", "refunded"] });
  await market("etsy", "sale", { listing_id: Number(etsy?.platform_listing_id) });
  await market("gumroad", "sale", { product_id: gumroad?.platform_listing_id });
  await market("payhip", "sale", { product_key: payhip?.platform_listing_id });
  const sold = await until(async () => {
    for (const name of ["etsy", "gumroad"]) await api("POST", `/platforms/${await idOf(name)}/sync`, message);
    const found = (await listings()).filter(({ sales }) => sales > 0);
    return found.length === 3 ? found : null;
  });
  expect(sold.map((row) => row.id).sort()).toEqual([etsy?.id, gumroad?.id, payhip?.id].sort());
  for (const row of sold) {
    expect(row.status).toBe("active");
    expect(row.revenue).toBeGreaterThan(0);
    expect(row.revenue).toBeLessThan(12.99);
  }
  const money = z.object({ total_sales: z.int(), total_gross: z.number(), total_revenue: z.number() });
  const revenue = await api("GET", "/revenue", money);
  const net = sold.reduce((sum, row) => sum + row.revenue, 0);
  expect(revenue).toMatchObject({ total_sales: 3, total_gross: 38.97 });
  const stats = await api(
    "GET",
    "/stats",
    z.object({
      platforms: z.object({
        total_revenue: z.number(),
        active_platforms: z.int(),
        platforms: z.array(platform),
      }),
      pending_actions: z.int(),
      revenue: money,
    }),
  );
  expect(stats.revenue).toEqual(revenue);
  expect(stats).toMatchObject({ pending_actions: 1, platforms: { active_platforms: 3 } });
  // Etsy's fee of listing what did not sell belongs to no sale.
  expect(stats.platforms.total_revenue).toBeLessThanOrEqual(Number(net.toFixed(2)));
  expect(stats.platforms.total_revenue).toBe(revenue.total_revenue);
  await api("POST", `/platforms/${await idOf("etsy")}/deactivate`, message);
  expect((await platforms()).find(({ name }) => name === "etsy")?.is_active).toBe(false);
}, 90_000);
