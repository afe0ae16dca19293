import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { draft, type Json, onSale, openShop, type Shop } from "@/tests/sandbox-gumroad/shop";

let shop: Shop;
let productId: unknown;
beforeAll(async () => {
  shop = await openShop({ profile: "open" });
  productId = (await onSale(shop, { name: "First" })).id;
  for (let made = 1; made < 21; made += 1) await draft(shop, { name: `Manual ${made}` });
  await shop.align(86_400);
  for (let day = 0; day < 3; day += 1) {
    for (let sold = 0; sold < 4; sold += 1) await shop.control("sale", { product_id: productId });
    await shop.control("clock", { advance_ms: 86_400_000 });
  }
  for (let paid = 0; paid < 11; paid += 1) await shop.control("payout", {});
});
afterAll(() => shop.close());

const rows = z.array(z.object({ id: z.string().nullable(), name: z.string().optional() }));

async function readAll(
  noun: string,
  query = "",
): Promise<{ sizes: number[]; ids: unknown[]; pages: Json[] }> {
  const [pages, ids, sizes]: [Json[], unknown[], number[]] = [[], [], []];
  let path: string | undefined = `/${noun}${query}`;
  while (path !== undefined) {
    const { json }: { json: Json } = await shop.call("GET", path);
    const page = rows.parse(json[noun]);
    pages.push(json);
    sizes.push(page.length);
    ids.push(...page.map((row) => row.id));
    path = json.next_page_url === undefined ? undefined : String(json.next_page_url).replace("/v2", "");
  }
  return { sizes, ids, pages };
}

test("25. products come ten a page, newest first, with a next page only if there is more", async () => {
  const { sizes, ids, pages } = await readAll("products");
  expect(sizes).toEqual([10, 10, 1]);
  expect(new Set(ids).size).toBe(21);
  expect(rows.parse(pages[0]?.products)[0]?.name).toBe("Manual 20");
  expect(rows.parse(pages[2]?.products)[0]?.name).toBe("First");
  expect(pages[0]?.next_page_key).toMatch(/^\d{20}-\d+$/);
  expect(Object.keys(pages[2] ?? {})).toEqual(["success", "products"]);
});

test("25. the list is slim: no files, content or custom HTML", async () => {
  const { json } = await shop.call("GET", "/products");
  expect(JSON.stringify(json)).not.toMatch(/"files"|"rich_content"|"custom_html"|"refund_policy"/);
});

test("25. sales and payouts come ten a page", async () => {
  expect((await readAll("sales")).sizes).toEqual([10, 2]);
  expect((await readAll("payouts", "?include_upcoming=false")).sizes).toEqual([10, 1]);
  const withUpcoming = await readAll("payouts");
  expect(withUpcoming.sizes).toEqual([10, 2]);
  expect(withUpcoming.ids[0]).toBeNull();
});

test("25. the next address is relative and keeps the query without the token", async () => {
  const { json } = await shop.call("GET", `/sales?access_token=${shop.token}&after=2020-01-01&page=1`);
  expect(json.next_page_url).toMatch(/^\/v2\/sales\?after=2020-01-01&page_key=\d{20}-\d+$/);
});

test("25. a page key that is none is 400", async () => {
  for (const noun of ["products", "sales", "payouts"]) {
    const reply = await shop.call("GET", `/${noun}?page_key=garbage`);
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual({ status: 400, error: "Invalid page_key." });
  }
});

test("26. sales: after includes its day, before excludes it, both in UTC", async () => {
  const { json } = await shop.call("GET", "/sales?page=2");
  const days = z.array(z.object({ created_at: z.string() })).parse(json.sales);
  const first = days[0]?.created_at.slice(0, 10) ?? "";
  const plus = (count: number) =>
    new Date(Date.parse(`${first}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
  const count = async (query: string) => (await readAll("sales", query)).ids.length;
  expect(await count(`?after=${first}`)).toBe(12);
  expect(await count(`?after=${plus(1)}`)).toBe(8);
  expect(await count(`?before=${plus(1)}`)).toBe(4);
  expect(await count(`?after=${plus(1)}&before=${plus(2)}`)).toBe(4);
  expect(await count(`?product_id=${encodeURIComponent(String(productId))}`)).toBe(12);
});

const bad: [string, string][] = [
  [
    "after=2026-13-01",
    "Invalid date format provided in field 'after'. Dates must be in the format YYYY-MM-DD.",
  ],
  [
    "before=01/02/2026",
    "Invalid date format provided in field 'before'. Dates must be in the format YYYY-MM-DD.",
  ],
  ["product_id=nonsense", "Invalid product ID."],
  ["order_id=12x", "Invalid order ID."],
  ["page=0", "Invalid page number. Page numbers start at 1."],
];

test.each(bad)("26. sales?%s is 400 with an error and no success", async (query, error) => {
  const reply = await shop.call("GET", `/sales?${query}`);
  expect(reply.status).toBe(400);
  expect(reply.json).toEqual({ status: 400, error });
});
