import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { credentialsOf, type Markets, openMarkets } from "../support/markets";
import { type ProductServer, removeData } from "../support/server";
import { waitFor } from "../support/wait";
import { answerOf, listed, row, startWithOwner } from "./product";

let server: ProductServer;
let markets: Markets;

const etsy = 1;
const gumroad = 2;

beforeAll(async () => {
  markets = await openMarkets();
  server = await startWithOwner({ SCHEDULER: "off" }, { origins: markets.origins });
}, 400_000);

afterAll(async () => {
  await server.stop();
  await markets.close();
  removeData(server.dataDir);
});

const platform = async (id: number) =>
  row.parse((await listed(server, "platforms")).rows.find((one) => one.id === id));
const run = () => server.call("POST", "/agent/run");

async function give(id: number, credentials: unknown) {
  const { status, body } = await server.call("POST", `/platforms/${id}/configure`, credentials);
  expect(status).toBe(200);
  answerOf("POST", "/platforms/{id}/configure").parse(body);
  return z
    .strictObject({ message: z.string(), status: z.string(), error: z.string().nullable() })
    .parse(body);
}

async function finished(id: number) {
  return waitFor(async () => {
    const one = row.parse((await server.call("GET", `/agent/runs/${id}`)).body);
    return one.status === "queued" || one.status === "running" ? null : one;
  }, 60_000);
}

test("credentials that lack one are 422, which names it, and nothing is kept", async () => {
  const { api_secret: _left, ...rest } = await credentialsOf(markets, "etsy");
  const reply = await server.call("POST", `/platforms/${etsy}/configure`, rest);
  expect(reply).toMatchObject({ status: 422, body: { errors: [{ path: "api_secret" }] } });
  expect(await platform(etsy)).toMatchObject({ credentials_status: "not_configured" });
});

test("the first ones, wrong, are an error on the card; what is given then is merged into them", async () => {
  const right = await credentialsOf(markets, "etsy");
  const wrong = await give(etsy, { ...right, access_token: "71234567.wrong-wrong-wrong" });
  expect(wrong).toMatchObject({ status: "error", error: expect.any(String) });
  expect(await platform(etsy)).toMatchObject({ credentials_status: "error" });
  expect(await give(etsy, { access_token: right.access_token })).toMatchObject({
    status: "verified",
    error: null,
  });
  expect(await platform(etsy)).toMatchObject({ credentials_status: "verified" });
});

test("working ones are not replaced by wrong ones: the reply is an error, the platform stays verified", async () => {
  const before = await platform(etsy);
  const reply = await give(etsy, { access_token: "71234567.wrong-wrong-wrong" });
  expect(reply).toMatchObject({ status: "error", message: expect.stringContaining("stay in use") });
  expect(await platform(etsy)).toEqual(before);
  expect((await server.call("POST", `/platforms/${etsy}/sync`)).status).toBe(200);
});

test("those of a platform that does not answer are a candidate, which the next cycle checks", async () => {
  await markets.doors.gumroad("POST", "faults", { kind: "timeout_before", times: 1_000 });
  const reply = await give(gumroad, await credentialsOf(markets, "gumroad"));
  expect(reply).toMatchObject({ status: "pending", error: expect.any(String) });
  expect(await platform(gumroad)).toMatchObject({ credentials_status: "pending" });
  expect((await server.call("POST", `/platforms/${gumroad}/sync`)).status).toBe(400);
  await markets.doors.gumroad("DELETE", "faults");
  const { run_id } = z.object({ run_id: z.number() }).parse((await run()).body);
  await finished(run_id);
  expect(await platform(gumroad)).toMatchObject({ credentials_status: "verified" });
});

test("four presses of the button are one run, which goes round once more", async () => {
  await markets.doors.gumroad("DELETE", "calls");
  await markets.doors.gumroad("POST", "faults", {
    match: { path: "^/v2/sales" },
    kind: "timeout_before",
    times: 1_000,
  });
  const all = await Promise.all([run(), run(), run(), run()]);
  expect(all.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
  const ids = new Set(all.map(({ body }) => z.object({ run_id: z.number() }).parse(body).run_id));
  expect(ids.size).toBe(1);
  const [id = 0] = ids;
  expect(await finished(id)).toMatchObject({ status: "problems", error: expect.stringContaining("Gumroad") });
  const { by } = z
    .object({ by: z.record(z.string(), z.number()) })
    .parse(await markets.doors.gumroad("GET", "calls"));
  // Each round reads the sales; the first one's hourly recount asks too.
  expect(by["GET /v2/sales"]).toBe(3);
});
