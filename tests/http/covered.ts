import { operations } from "@/lib/route/operations";

/** How one operation is tested over real HTTP. */
interface Covered {
  /** The file that asks it rightly and looks at what came of it. */
  by: string;
  /** A body that would be taken, for operations that take JSON. */
  body?: unknown;
  /** Values that are refused, by the search parameter they are given for. */
  query?: Record<string, readonly string[]>;
}

const limit = ["0", "101", "-1", "1.5", "ten", "1e2", "%2050"];
const cursor = ["abc", "%00", "e30", "bnVsbA", "WzEuNV0", "x".repeat(600)];
const page = { limit, cursor };
const id = ["0", "-1", "1.5", "etsy", "2147483648"];
const days = ["0", "-1", "3661", "99999", "1.5", "ten", "1e2", "%00"];
const currency = ["US", "DOLLARS", "12$", "ZZZ", "%00"];

const revenue = "http/revenue.test.ts";
const manuals = "http/manuals.test.ts";
const agent = "http/agent.test.ts";
const sync = "http/sync.test.ts";
const actions = "http/actions.test.ts";

/** Every operation of the API. One that is missing here fails contract.test.ts. */
export const covered: Record<string, Covered> = {
  "GET /api/passive-income/platforms": { by: agent, query: page },
  "POST /api/passive-income/platforms/{id}/configure": { by: agent, body: {} },
  "POST /api/passive-income/platforms/{id}/activate": { by: agent },
  "POST /api/passive-income/platforms/{id}/deactivate": { by: sync },
  "POST /api/passive-income/platforms/{id}/sync": { by: sync },
  "GET /api/passive-income/manuals": { by: manuals, query: page },
  "POST /api/passive-income/manuals": { by: manuals },
  "GET /api/passive-income/manuals/{id}": { by: manuals },
  "PATCH /api/passive-income/manuals/{id}": { by: manuals, body: {} },
  "GET /api/passive-income/manuals/{id}/images/{index}": {
    by: manuals,
    query: { form: ["webp", "Etsy", "%00"] },
  },
  "GET /api/passive-income/listings": {
    by: agent,
    query: {
      ...page,
      status: ["unknown", "Listed"],
      platform_id: id,
      manual_id: id,
      q: ["%00", "x".repeat(201)],
    },
  },
  "POST /api/passive-income/listings/{id}/retry": { by: actions },
  "GET /api/passive-income/listings/{id}/files/{index}": { by: actions },
  "GET /api/passive-income/actions": { by: actions, query: { ...page, status: ["open", "ALL"] } },
  "GET /api/passive-income/actions/{id}": { by: agent },
  "POST /api/passive-income/actions/{id}/resolve": { by: actions, body: { response: "x" } },
  "POST /api/passive-income/actions/{id}/cancel": { by: actions },
  "POST /api/passive-income/actions/{id}/reopen": { by: actions },
  "GET /api/passive-income/revenue": { by: revenue, query: { days, currency } },
  "GET /api/passive-income/revenue/entries": {
    by: "http/entries.test.ts",
    query: { ...page, platform_id: id, listing_id: id, type: ["gift", "SALE"] },
  },
  "GET /api/passive-income/revenue.csv": { by: "http/entries.test.ts", query: { days, currency } },
  "GET /api/passive-income/stats": { by: revenue },
  "POST /api/passive-income/agent/run": { by: agent },
  "GET /api/passive-income/agent/runs": { by: agent, query: page },
  "GET /api/passive-income/agent/runs/{id}": { by: agent },
  "GET /api/passive-income/settings": { by: agent },
  "PATCH /api/passive-income/settings": { by: agent, body: {} },
  "GET /api/passive-income/openapi.json": { by: agent },
  "POST /api/sign-in-link": { by: "http/sign-in.test.ts" },
  "GET /api/health": { by: agent },
  "POST /api/webhooks/{platform}/{token}": { by: "webhooks/payhip.test.ts" },
  ...schedules(["run-agent", "auto-list", "sync-sales", "expire-actions", "adjust-prices", "reconcile"]),
};

function schedules(tasks: string[]): Record<string, Covered> {
  const by = "http/schedules.test.ts";
  return Object.fromEntries(
    tasks.flatMap((task) => [
      [`GET /api/cron/${task}`, { by }],
      [`POST /api/cron/${task}`, { by }],
    ]),
  );
}

/** Operations with their entries; two of one address share one. */
export const entries = [...new Set(operations.map(({ method, path }) => `${method} ${path}`))].map((name) => {
  const [method = "", path = ""] = name.split(" ");
  return { name, method, path, ...covered[name] };
});
