import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { credentialsOf, type Markets, openMarkets } from "../support/markets";
import { type ProductServer, removeData } from "../support/server";
import { waitFor } from "../support/wait";
import { formOf, listed, type Row, row, startWithOwner } from "./product";

let server: ProductServer;
let markets: Markets;

beforeAll(async () => {
  markets = await openMarkets();
  server = await startWithOwner({}, { origins: markets.origins });
  for (const [index, name] of (["etsy", "gumroad"] as const).entries()) {
    await server.call("POST", `/platforms/${index + 1}/configure`, await credentialsOf(markets, name));
    await server.call("POST", `/platforms/${index + 1}/activate`);
  }
}, 400_000);

afterAll(async () => {
  await server.stop();
  await markets.close();
  removeData(server.dataDir);
});

/** Uploads a manual and waits until its two listings are as asked. */
async function both(title: string, seed: number, wanted: (etsy: Row, gumroad: Row) => boolean) {
  const sent = await server.call(
    "POST",
    "/manuals",
    await formOf(title, seed, { rights: "own_work", price: "9" }),
  );
  const manual = row.parse(sent.body).id;
  const look = async () => (await listed(server, "listings", `?manual_id=${manual}`)).rows;
  return waitFor(
    async () => {
      const rows = await look();
      const [etsy, gumroad] = [1, 2].map((id) => rows.find((one) => one.platform_id === id));
      return etsy && gumroad && wanted(etsy, gumroad) ? { etsy, gumroad } : null;
    },
    60_000,
    async () => JSON.stringify(await look()),
  );
}

const waits = ({ status, error_message, next_attempt_at }: Row) =>
  status === "pending" && error_message !== null && next_attempt_at !== null;

describe.each<[string, object]>([
  ["times out", { kind: "timeout_before" }],
  ["answers with a page", { kind: "html" }],
  ["breaks off in the middle", { kind: "truncated" }],
  ["hangs up", { kind: "reset_before" }],
  ["answers 500", { kind: "error_before" }],
  ["answers 503", { kind: "error_before", status: 503 }],
  ["answers 429", { kind: "rate_limited", retry_after: 1 }],
])("a platform that %s", (name, fault) => {
  test("makes its listing wait with a reason and a time, and is listed once it is well; the other goes on", async () => {
    await markets.doors.gumroad("POST", "faults", { match: { path: "^/v2/" }, times: 1_000, ...fault });
    const seed = name.length * 7 + JSON.stringify(fault).length;
    const { gumroad } = await both(
      `It ${name}`,
      seed,
      (etsy, other) => etsy.status === "listed" && waits(other),
    );
    expect(String(gumroad.error_message)).toMatch(/^[A-Z“].{8,}/);
    expect(String(gumroad.error_message)).not.toMatch(/<html|<!doctype|ECONN|undefined|\bat \w+ \(/i);
    expect(Date.parse(String(gumroad.next_attempt_at))).toBeGreaterThan(
      Date.parse(String(gumroad.created_at)),
    );
    expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
    await markets.doors.gumroad("DELETE", "faults");
    const done = () => listed(server, "listings", `?manual_id=${gumroad.manual_id}&status=listed`);
    await waitFor(async () => ((await done()).rows.length === 2 ? true : null), 30_000);
  }, 120_000);
});

test("after all of this each manual is on each platform once, and nobody was asked", async () => {
  const { rows } = await listed(server, "manuals");
  const live = (await markets.etsyBooks()).listings.filter(({ state }) => state === "active");
  const products = (await markets.gumroadBooks()).products.filter(({ deleted }) => !deleted);
  expect([live.length, products.length]).toEqual([rows.length, rows.length]);
  expect((await listed(server, "actions")).rows).toEqual([]);
});
