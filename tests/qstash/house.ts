import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { vi } from "vitest";
import { z } from "zod";
import * as autoList from "@/app/api/cron/auto-list/route";
import * as expireActions from "@/app/api/cron/expire-actions/route";
import * as runAgent from "@/app/api/cron/run-agent/route";
import * as syncSales from "@/app/api/cron/sync-sales/route";
import { closeDb } from "@/db/client";
import { rows } from "@/db/rows";
import { type App, getApp, realWorld } from "@/lib/app";
import { ensureWorkspace } from "@/lib/workspace";
import { type Account, openAccount } from "../sandbox-qstash/account";
import { seedManual } from "../support/app";
import { freshDatabase } from "../support/database";
import { connect, type Markets, openMarkets } from "../support/markets";

const cronSecret = "cron-secret-".padEnd(40, "c");

/** Waits that a busy machine keeps; the inequalities hold. */
const timing = {
  read_ms: 3_000,
  create_ms: 2_000,
  settle_ms: 2_500,
  list_lag_ms: 100,
  lease_ms: 6_000,
  backoff_ms: [200, 500],
  budget: "none",
};

const routes = {
  "run-agent": runAgent,
  "auto-list": autoList,
  "sync-sales": syncSales,
  "expire-actions": expireActions,
};
type Task = keyof typeof routes;

export interface House {
  app: App;
  markets: Markets;
  account: Account;
  /** The public address. */
  url: string;
  /** A schedule's call with the secret. */
  schedule(task: Task): Promise<{ status: number; body: unknown }>;
  /** Any call, in the order they were answered. */
  answers: { task: string; status: number; signed: boolean }[];
  manual(title: string): Promise<number>;
  /** Moves the clocks of all. */
  pass(ms: number): Promise<void>;
  /** Calls that reached Etsy and Gumroad since the last `forgetCalls`. */
  remoteCalls(): Promise<number>;
  forgetCalls(): Promise<void>;
  query<T>(text: string, schema: z.ZodType<T>): Promise<T[]>;
  close(): Promise<void>;
}

/** The real cron routes behind a real address, with stand-ins for QStash and both shops. One at a time in a process. */
export async function openHouse(
  options: { qstash?: boolean; env?: Record<string, string> } = {},
): Promise<House> {
  const answers: House["answers"] = [];
  const server = createServer(async (incoming, response) => {
    const request = await toRequest(incoming);
    const task = new URL(request.url).pathname.split("/").at(-1) ?? "";
    const route = routes[task as Task];
    const handler = request.method === "GET" ? route?.GET : route?.POST;
    const answer = handler
      ? await handler(request, { params: Promise.resolve({}) })
      : new Response(null, { status: 404 });
    answers.push({ task, status: answer.status, signed: request.headers.has("upstash-signature") });
    response.writeHead(answer.status, { connection: "close" }).end(await answer.text());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${Object(server.address()).port}`;
  const dir = mkdtempSync(join(tmpdir(), "house-"));
  const database = await freshDatabase();
  const markets = await openMarkets();
  const account = await openAccount();
  const { token, current_signing_key, next_signing_key } = await account.keys();
  const named = {
    DATABASE_URL: database.url,
    DATA_DIR: dir,
    APP_URL: url,
    CRON_SECRET: cronSecret,
    AGENT_TIMING: JSON.stringify(timing),
    ETSY_API_URL: markets.origins.etsy,
    ETSY_TOKEN_URL: `${markets.origins.etsy}/v3/public/oauth/token`,
    GUMROAD_API_URL: markets.origins.gumroad,
    PAYHIP_URL: markets.origins.payhip,
    ...(options.qstash === false
      ? {}
      : {
          QSTASH_URL: account.url,
          QSTASH_TOKEN: token,
          QSTASH_CURRENT_SIGNING_KEY: current_signing_key,
          QSTASH_NEXT_SIGNING_KEY: next_signing_key,
        }),
    ...options.env,
  };
  for (const [name, value] of Object.entries(named)) vi.stubEnv(name, value);
  let offset = 0;
  const clock = vi.spyOn(realWorld, "now").mockImplementation(() => new Date(Date.now() + offset));
  const app = await getApp();
  await ensureWorkspace(app.db);
  await connect(app, markets);
  const shops = [markets.doors.etsy, markets.doors.gumroad];
  return {
    app,
    markets,
    account,
    url,
    answers,
    async schedule(task) {
      const headers = { authorization: `Bearer ${cronSecret}` };
      const response = await fetch(`${url}/api/cron/${task}`, { headers });
      return { status: response.status, body: await response.json() };
    },
    manual: (title) => seedManual(app, title),
    async pass(ms) {
      offset += ms;
      await account.pass(ms);
      for (const door of shops) await door("POST", "clock", { advance_ms: ms });
    },
    async remoteCalls() {
      const totals = await Promise.all(shops.map((door) => door("GET", "calls")));
      return totals.reduce((sum, calls) => sum + z.object({ total: z.number() }).parse(calls).total, 0);
    },
    async forgetCalls() {
      for (const door of shops) await door("DELETE", "calls");
    },
    query: async (text, schema) => rows(await app.db.execute(sql.raw(text)), schema),
    async close() {
      await account.close();
      await new Promise((done) => server.close(done));
      clock.mockRestore();
      await closeDb();
      await markets.close();
      await database.drop();
      vi.unstubAllEnvs();
      // The environment is parsed once in a process; the next house has another one.
      Reflect.deleteProperty(globalThis, Symbol.for("passive-income.env"));
      rmSync(dir, { recursive: true });
    },
  };
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const { method = "GET", url = "/", headers: given } = incoming;
  // As Next does: the address is made from what the caller wrote into Host.
  const body = method === "GET" ? null : Buffer.concat(chunks);
  return new Request(`http://${given.host}${url}`, { method, headers, body });
}
