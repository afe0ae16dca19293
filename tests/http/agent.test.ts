import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { taskNames } from "@/lib/runs";
import { type ProductServer, removeData } from "../support/server";
import { waitFor } from "../support/wait";
import { answerOf, formOf, listed, processed, readAll, row, startWithOwner } from "./product";

let server: ProductServer;

beforeAll(async () => {
  server = await startWithOwner();
  for (const [seed, rights] of ["own_work", "unverified"].entries()) {
    const { body } = await server.call("POST", "/manuals", await formOf(`Manual ${seed}`, seed, { rights }));
    await processed(server, row.parse(body).id);
  }
}, 400_000);

afterAll(async () => {
  await server.stop();
  removeData(server.dataDir);
});

test("platforms are a bare array with every field", async () => {
  const { rows } = await listed(server, "platforms");
  expect(rows.map(({ name }) => name).slice(0, 3)).toEqual(["etsy", "gumroad", "payhip"]);
});

test("activating plans the listings, and a platform without a connection asks once", async () => {
  const { rows } = await listed(server, "platforms");
  const id = rows.find(({ name }) => name === "etsy")?.id;
  const on = await server.call("POST", `/platforms/${id}/activate`);
  expect([on.status, on.body]).toEqual([200, { message: expect.stringContaining("Etsy") }]);
  expect((await server.call("POST", `/platforms/${id}/activate`)).status).toBe(200);
  const start = await server.call("POST", "/agent/run");
  expect(start.status).toBe(202);
  const { run_id } = z.strictObject({ message: z.string(), run_id: z.number() }).parse(start.body);
  const run = await finished(server, run_id);
  answerOf("GET", "/agent/runs/{id}").parse(run);
  expect(run).toMatchObject({ id: run_id, trigger: "button", task: "run-agent" });
  expect((await listed(server, "agent/runs", "?limit=5")).rows.map((one) => one.id)).toContain(run_id);
  const asked = await waitFor(async () => {
    const { rows: actions } = await listed(server, "actions");
    return actions.find((one) => one.action_type === "account_setup") ?? null;
  }, 20_000);
  expect(asked).toMatchObject({ platform_id: id, status: "pending", input_type: "selection" });
});

test("listings are found by status, platform, manual and text", async () => {
  const { rows } = await listed(server, "listings");
  const one = rows[0];
  expect(one).toMatchObject({ status: "pending", views: null, favorites: null, sales: 0, revenue: 0 });
  const ids = async (query: string) => (await listed(server, "listings", `?${query}`)).rows.map((l) => l.id);
  expect(await ids(`status=pending&platform_id=${one?.platform_id}&manual_id=${one?.manual_id}`)).toEqual([
    one?.id,
  ]);
  expect(await ids(`q=${encodeURIComponent(String(one?.title).toUpperCase())}`)).toEqual([one?.id]);
  expect(await ids("status=listed")).toEqual([]);
  expect(await ids("q=%25nothing%5C_like_this")).toEqual([]);
  expect(await ids("platform_id=999999")).toEqual([]);
  expect(await ids("status=&q=")).toEqual(rows.map((l) => l.id));
  const retried = await server.call("POST", `/listings/${one?.id}/retry`);
  expect(retried).toMatchObject({ status: 400, body: { detail: expect.stringContaining("pending") } });
});

test("an answer counts once, and a cancelled action takes none", async () => {
  const { rows } = await listed(server, "actions", "?status=all");
  const rights = rows.find((one) => one.action_type === "rights" && one.status === "pending");
  const path = `/actions/${rights?.id}`;
  answerOf("GET", "/actions/{id}").parse((await server.call("GET", path)).body);
  const answer = (response: unknown) => server.call("POST", `${path}/resolve`, { response });
  expect((await answer("stolen")).status).toBe(422);
  expect((await answer("")).status).toBe(422);
  expect((await answer({ a: 1 })).status).toBe(422);
  expect((await server.call("POST", `${path}/resolve`, { answer: "own_work" })).status).toBe(400);
  const first = await answer("own_work");
  expect(first).toMatchObject({ status: 200, body: { action_id: rights?.id } });
  expect((await answer("own_work")).body).toEqual(first.body);
  expect(await answer("licence")).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining("API token") },
  });
  expect((await server.call("POST", `${path}/cancel`)).status).toBe(409);
  const asked = rows.find((one) => one.action_type === "account_setup");
  const cancel = await server.call("POST", `/actions/${asked?.id}/cancel`);
  expect(cancel.status).toBe(200);
  expect((await server.call("POST", `/actions/${asked?.id}/cancel`)).body).toEqual(cancel.body);
  const late = await server.call("POST", `/actions/${asked?.id}/resolve`, { response: "connected" });
  expect(late).toMatchObject({ status: 409, body: { detail: expect.stringContaining("cancelled") } });
});

test("fifty answers at once have one effect", async () => {
  const sent = await server.call("POST", "/manuals", await formOf("Asked about", 9));
  const made = row.parse(sent.body);
  await processed(server, made.id);
  const asked = await waitFor(async () => {
    const { rows } = await listed(server, "actions", "?status=pending");
    return rows.find((one) => one.action_type === "rights") ?? null;
  }, 20_000);
  const all = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      server.call("POST", `/actions/${asked.id}/resolve`, { response: index % 2 ? "own_work" : "licence" }),
    ),
  );
  const statuses = all.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 409]));
  expect(statuses.filter((status) => status === 200)).toHaveLength(25);
});

test("credentials: unknown names are refused with the accepted ones, a silent platform leaves a candidate", async () => {
  const { rows } = await listed(server, "platforms");
  const gumroad = rows.find(({ name }) => name === "gumroad");
  const give = (body: unknown) => server.call("POST", `/platforms/${gumroad?.id}/configure`, body);
  expect(await give({ pasword: "x" })).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining("Accepted: "), errors: [{ path: "pasword" }] },
  });
  const name = z.array(z.object({ name: z.string() })).parse(gumroad?.credential_fields)[0]?.name ?? "";
  expect((await give({ [name]: { a: 1 } })).status).toBe(422);
  const secret = "canary-5f2e9a7c1b";
  expect(await give({ [name]: secret })).toMatchObject({ status: 200, body: { status: "pending" } });
  const shown = JSON.stringify((await server.call("GET", "/platforms")).body);
  expect(shown).not.toContain("canary");
  expect(shown).toContain('"last4":"7c1b"');
  expect(server.output()).not.toContain(secret);
  expect((await give({ [name]: null })).body).toMatchObject({ status: "not_configured" });
});

test("settings are typed, and the agent switched off stops runs and schedules", async () => {
  const before = (await server.call("GET", "/settings")).body;
  answerOf("GET", "/settings").parse(before);
  const change = (body: unknown) => server.call("PATCH", "/settings", body);
  expect((await change({ colour: "red" })).status).toBe(400);
  expect((await change({ auto_pricing: { enabled: true } })).status).toBe(422);
  expect((await change({ currency: "XXX1" })).status).toBe(422);
  expect((await change({ time_zone: "Mars/Base" })).status).toBe(422);
  expect((await change({ base_prices: [{ max_pages: 10, price: 1.005 }] })).status).toBe(422);
  expect((await server.call("GET", "/settings")).body).toEqual(before);
  expect(await change({ agent_enabled: false })).toMatchObject({
    status: 200,
    body: { agent_enabled: false },
  });
  expect((await server.call("POST", "/agent/run")).status).toBe(409);
  for (const task of taskNames) {
    const response = await fetch(`${server.url}/api/cron/${task}`, {
      headers: { authorization: `Bearer ${server.cronSecret}` },
    });
    expect(await response.json()).toEqual({
      task,
      counts: { listed: 0, synced: 0, timed_out: 0, prices: 0, actions: 0 },
      more: false,
    });
  }
  expect((await change({ agent_enabled: true })).body).toEqual(before);
});

test.each(["platforms", "listings", "actions", "agent/runs"] as const)(
  "%s are read page by page by the Link header, each row once",
  async (list) => {
    const status = list === "actions" ? "&status=all" : "";
    const { rows, pages } = await readAll(server, list, `?limit=1${status}`);
    expect(rows.length).toBeGreaterThan(1);
    expect(pages).toBe(rows.length);
    // A run that the schedule began meanwhile is newer than all that were read.
    const whole = (await listed(server, list, `?limit=100${status}`)).rows.map(({ id }) => id);
    expect(rows.map(({ id }) => id)).toEqual(whole.slice(whole.length - rows.length));
  },
);

test("the document is served, and health says ok", async () => {
  const { body } = await server.call("GET", "/openapi.json");
  expect(body).toMatchObject({ openapi: "3.1.0", servers: [{ url: server.url }] });
  const health = await fetch(`${server.url}/api/health`);
  expect(await health.json()).toMatchObject({ status: "ok" });
});

async function finished(product: ProductServer, id: number) {
  return waitFor(async () => {
    const run = row.parse((await product.call("GET", `/agent/runs/${id}`)).body);
    return run.status === "queued" || run.status === "running" ? null : run;
  }, 30_000);
}
