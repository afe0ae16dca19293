import { Client } from "pg";
import { z } from "zod";
import { listed, startWithOwner } from "../http/product";
import { type FreshDatabase, freshDatabase } from "../support/database";
import { type Markets, openMarkets } from "../support/markets";
import { type ProductServer, removeData } from "../support/server";
import { waitFor } from "../support/wait";

const sale = z.object({
  id: z.string(),
  price: z.number(),
  stripe_fee: z.number().nullable(),
  payhip_fee: z.number(),
  date: z.number(),
  deliveries: z.array(z.number()),
});
const refund = z.object({ amount: z.number(), deliveries: z.array(z.number()) });
const sent = z.object({
  sent: z.array(z.object({ attempts: z.array(z.object({ status: z.number().nullable() })) })),
});

/** A stand-in Payhip whose webhooks go to a product on a Postgres that the test may look into. */
export async function openShop() {
  const database = await freshDatabase({ template: false });
  const markets = await openMarkets();
  const server = await startWithOwner({}, { origins: markets.origins, databaseUrl: database.url });
  const client = new Client({ connectionString: database.url });
  await client.connect();
  return shopOf(server, markets, database, client);
}

export type Shop = ReturnType<typeof shopOf>;

function shopOf(server: ProductServer, markets: Markets, database: FreshDatabase, client: Client) {
  const door = markets.doors.payhip;
  const shop = {
    server,
    door,
    /** The address that the product shows its owner. */
    async url(): Promise<string> {
      const { rows } = await listed(server, "platforms");
      return z.url().parse(rows.find(({ name }) => name === "payhip")?.webhook_url);
    },
    async hook(url: string) {
      await door("POST", "webhooks", { urls: url, events: ["paid", "refunded"] });
    },
    async product(price: number, currency = "USD"): Promise<string> {
      const made = await door("POST", "product", { title: "Knots", price, currency });
      return z.object({ product_key: z.string() }).parse(made).product_key;
    },
    sell: async (body: object) => sale.parse(await door("POST", "sale", body)),
    refund: async (id: string, amount?: number) => refund.parse(await door("POST", "refund", { id, amount })),
    /** Sends kept events, in this order. @returns the status of each. */
    async redeliver(ids: number[]) {
      const answer = sent.parse(await door("POST", "redeliver", { ids }));
      return answer.sent.map(({ attempts }) => attempts.at(-1)?.status);
    },
    /** Lines of the ledger of one order, oldest first. */
    async ledger(id: string) {
      const { rows } = await listed(server, "revenue/entries", "?limit=100");
      return rows.filter((one) => one.transaction_id === id).sort((a, b) => a.id - b.id);
    },
    /** Waits until an order has so many lines. */
    booked: (id: string, lines: number) =>
      waitFor(
        async () => {
          const found = await shop.ledger(id);
          return found.length >= lines ? found : null;
        },
        15_000,
        async () => JSON.stringify(await shop.ledger(id)),
      ),
    async count(table: "webhook_events" | "revenue"): Promise<number> {
      const { rows } = await client.query(`select count(*)::int as n from ${table}`);
      return z.object({ n: z.number() }).parse(rows[0]).n;
    },
    /** Every row of every table, as text. */
    async everything(): Promise<string> {
      const { rows } = await client.query(
        "select tablename as name from pg_tables where schemaname = 'public'",
      );
      const tables = z.array(z.object({ name: z.string() })).parse(rows);
      const dumps = await Promise.all(
        tables.map(({ name }) => client.query(`select to_jsonb(t)::text as row from "${name}" t`)),
      );
      return dumps
        .flatMap((dump) => z.array(z.object({ row: z.string() })).parse(dump.rows))
        .map(({ row }) => row)
        .join("\n");
    },
    cron: (task: string) =>
      fetch(`${server.url}/api/cron/${task}`, { headers: { authorization: `Bearer ${server.cronSecret}` } }),
    async close() {
      await client.end();
      await server.stop();
      await markets.close();
      await database.drop();
      removeData(server.dataDir);
    },
  };
  return shop;
}

export function post(url: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
}
