import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { openDb } from "@/db/client";
import { operations } from "@/lib/route/operations";
import { addPerson, password } from "../doors/people";
import { type FreshDatabase, freshDatabase } from "../support/database";
import { type ProductServer, removeData } from "../support/server";
import { signInAt, startWithOwner } from "./product";
import { refused } from "./refused";

let database: FreshDatabase;
let server: ProductServer;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  database = await freshDatabase({ template: false });
  server = await startWithOwner({}, { databaseUrl: database.url });
  const { db, close } = await openDb({ url: database.url, dataDir: "", migrate: false, maxConnections: 1 });
  for (const role of ["owner", "operator", "viewer"] as const) {
    const email = `${role}@example.org`;
    await addPerson({ db }, email, role);
    cookies[role] = (await signInAt(server.url, { email, password })).cookie;
  }
  await close();
}, 400_000);

afterAll(async () => {
  await server.stop();
  await database.drop();
  removeData(server.dataDir);
});

function as(role: string, method: string, path: string) {
  const reads = method === "GET";
  const headers: Record<string, string> = { cookie: cookies[role] ?? "", origin: server.url };
  if (!reads) headers["content-type"] = "application/json";
  return fetch(server.url + path, { method, headers, body: reads ? undefined : "{}" });
}

const members = operations.filter(({ access }) => access === "member");
const address = (path: string) => path.replace("{id}", "999999").replace("{index}", "0");

test.each(members.filter(({ method }) => method !== "GET"))(
  "a viewer changes nothing: $method $path",
  async ({ method, path }) => {
    const { detail } = await refused(await as("viewer", method, address(path)), 403);
    expect(detail).toContain("not change");
    expect([401, 403]).not.toContain((await as("operator", method, address(path))).status);
  },
);

test.each(members.filter(({ method }) => method === "GET"))(
  "a viewer sees $path",
  async ({ method, path }) => {
    const { status } = await as("viewer", method, address(path));
    expect(status).toBe(path.includes("{id}") ? 404 : 200);
  },
);

describe("the address for a platform's events", () => {
  const row = z.looseObject({ name: z.string(), webhook_url: z.string().nullable() });
  const shown = async (role: string) => ({
    list: z.array(row).parse(await (await as(role, "GET", "/api/passive-income/platforms")).json()),
    stats: z
      .object({ platforms: z.object({ platforms: z.array(row) }) })
      .parse(await (await as(role, "GET", "/api/passive-income/stats")).json()).platforms.platforms,
  });

  test("is shown to the owner, absolute, where the platform reports sales, and is null elsewhere", async () => {
    const { list, stats } = await shown("owner");
    expect(stats).toEqual(list);
    for (const { name, webhook_url } of list) {
      if (name === "payhip")
        expect(webhook_url).toMatch(new RegExp(`^${server.url}/api/webhooks/payhip/[\\w-]{20,}$`));
      else expect(webhook_url).toBeNull();
    }
  });

  test.each(["operator", "viewer"])("is not shown to the %s, in no list and on no screen", async (role) => {
    const url = (await shown("owner")).list.find(({ name }) => name === "payhip")?.webhook_url ?? "";
    const token = url.split("/").at(-1) ?? "";
    const { list, stats } = await shown(role);
    expect(list.length).toBeGreaterThan(2);
    expect([...list, ...stats].filter(({ webhook_url }) => webhook_url !== null)).toEqual([]);
    for (const path of ["", "/platforms", "/platforms/payhip", "/settings", "/revenue"]) {
      const html = await (await as(role, "GET", `/passive-income${path}`)).text();
      expect(html.includes(token), path).toBe(false);
    }
  });
});
