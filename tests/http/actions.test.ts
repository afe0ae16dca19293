import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type ProductServer, removeData } from "../support/server";
import { smallPdf } from "../support/small-pdf";
import { waitFor } from "../support/wait";
import { answerOf, listed, processed, type Row, row, startWithOwner, withFile } from "./product";
import { refused } from "./refused";

let server: ProductServer;
const pdfs: Uint8Array[] = [];

beforeAll(async () => {
  server = await startWithOwner();
  await server.call("POST", "/platforms/3/activate");
  for (const [seed, name] of ["Saws.pdf", 'Über „Knoten“; a"b.pdf'].entries()) {
    const pdf = await smallPdf(`Manual ${seed}`, seed);
    pdfs.push(pdf);
    const made = await server.call(
      "POST",
      "/manuals",
      withFile(pdf, name, { rights: "own_work", price: "9" }),
    );
    await processed(server, row.parse(made.body).id);
  }
  await waitFor(async () => ((await kits()).length === 2 ? true : null), 60_000);
}, 400_000);

afterAll(async () => {
  await server.stop();
  removeData(server.dataDir);
});

async function kits(status = "pending"): Promise<Row[]> {
  const { rows } = await listed(server, "actions", `?status=${status}`);
  return rows.filter((one) => one.action_type === "manual_listing").sort((a, b) => a.id - b.id);
}
const post = (path: string, body?: unknown) => server.call("POST", path, body);
const listing = async (id: unknown) =>
  row.parse((await listed(server, "listings")).rows.find((one) => one.id === id));

const kit = z.object({
  kit: z.object({
    form_url: z.url(),
    fields: z.array(z.object({ name: z.string(), value: z.string() })),
    files: z.array(
      z.object({ name: z.string(), kind: z.enum(["pdf", "picture"]), size_bytes: z.int(), url: z.string() }),
    ),
  }),
});

test("a platform without a listing API gets one action for each manual, with everything to copy", async () => {
  for (const action of await kits()) {
    expect(action).toMatchObject({
      platform_id: 3,
      input_type: "url",
      status: "pending",
      user_response: null,
    });
    const { files, fields } = kit.parse(action.context).kit;
    expect(fields.find(({ name }) => name === "price")?.value).toBe("9.00");
    expect(files.map(({ kind }) => kind).slice(0, 2)).toEqual(["pdf", "picture"]);
    expect(await listing(action.listing_id)).toMatchObject({ status: "action_required" });
  }
});

describe("GET /listings/{id}/files/{index}", () => {
  const get = (path: string, authorization = `Bearer ${server.token}`) =>
    fetch(path.startsWith("/api") ? server.url + path : server.api + path, { headers: { authorization } });

  test("every file of a kit is the one that was promised, for saving, under a plain name", async () => {
    for (const [index, action] of (await kits()).entries()) {
      for (const { url, kind, size_bytes } of kit.parse(action.context).kit.files) {
        const response = await get(url);
        expect(response.status).toBe(200);
        const bytes = Buffer.from(await response.arrayBuffer());
        expect(bytes.length).toBe(size_bytes);
        expect(response.headers.get("content-type")).toBe(kind === "pdf" ? "application/pdf" : "image/jpeg");
        expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w.-]+"$/);
        expect(response.headers.get("x-content-type-options")).toBe("nosniff");
        expect(response.headers.get("cache-control")).toContain("private");
        const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
        if (kind === "pdf") expect(sha256(bytes)).toBe(sha256(pdfs[index] ?? Buffer.alloc(0)));
        else expect([bytes[0], bytes[1]]).toEqual([0xff, 0xd8]);
      }
    }
  });

  test("nobody without a credential gets a file, and one that is not there is 404", async () => {
    const [action] = await kits();
    await refused(await get(`/listings/${action?.listing_id}/files/0`, "Bearer wrong"), 401);
    for (const index of [50, 99])
      await refused(await get(`/listings/${action?.listing_id}/files/${index}`), 404);
  });
});

describe("an action that was cancelled", () => {
  let action: Row;
  const path = () => `/actions/${action.id}`;
  beforeAll(async () => {
    action = row.parse((await kits())[0]);
    expect((await post(`${path()}/cancel`)).status).toBe(200);
  });

  test("pauses its listing and is found under its status", async () => {
    expect(await listing(action.listing_id)).toMatchObject({ status: "paused" });
    expect((await kits("cancelled")).map(({ id }) => id)).toEqual([action.id]);
    expect((await kits()).map(({ id }) => id)).not.toContain(action.id);
    expect((await kits("all")).map(({ id }) => id)).toContain(action.id);
  });

  test("takes no answer: 409 that names its state", async () => {
    const late = await post(`${path()}/resolve`, { response: "https://payhip.com/b/AbCd" });
    expect(late).toMatchObject({ status: 409, body: { detail: expect.stringContaining("cancelled") } });
  });

  test("is asked again by reopen, twice with the same reply, and its listing waits for it again", async () => {
    const first = await post(`${path()}/reopen`);
    expect(first.status).toBe(200);
    expect(answerOf("POST", "/actions/{id}/reopen").parse(first.body)).toMatchObject({
      action_id: action.id,
    });
    expect((await post(`${path()}/reopen`)).body).toEqual(first.body);
    expect(await listing(action.listing_id)).toMatchObject({ status: "action_required" });
    const again = row.parse((await server.call("GET", path())).body);
    expect(again).toMatchObject({ ...action, expires_at: expect.any(String), priority: expect.any(Number) });
  });

  test("takes an answer then: what is no address of a product is 422 and changes nothing", async () => {
    for (const response of [
      "",
      "Saws",
      "https://payhip.com/",
      "http://payhip.com/b/AbCd",
      "https://evil.example/b/AbCd",
    ]) {
      const answer = await post(`${path()}/resolve`, { response });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "response" }] } });
    }
    expect((await post(`${path()}/resolve`, { response: true })).status).toBe(422);
    expect((await kits()).map(({ id }) => id)).toContain(action.id);
  });

  test("an address whose page cannot be checked is taken with a warning that is kept", async () => {
    const response = "https://payhip.com/b/AbCd";
    const first = await post(`${path()}/resolve`, { response });
    expect(first).toMatchObject({
      status: 200,
      body: { message: expect.stringContaining("could not be checked") },
    });
    expect((await post(`${path()}/resolve`, { response })).body).toEqual(first.body);
    const { body } = await server.call("GET", path());
    expect(body).toMatchObject({
      user_response: response,
      context: { evidence: { warning: expect.any(String) } },
    });
    expect(await listing(action.listing_id)).toMatchObject({ status: "listed", platform_url: response });
  });

  test("once answered it is neither answered otherwise, cancelled nor reopened", async () => {
    const other = await post(`${path()}/resolve`, { response: "https://payhip.com/b/EfGh" });
    expect(other).toMatchObject({ status: 409, body: { detail: expect.stringContaining("API token") } });
    expect((await post(`${path()}/cancel`)).status).toBe(409);
    expect((await post(`${path()}/reopen`)).status).toBe(409);
  });
});

test("POST /listings/{id}/retry: allowed while it needs somebody, 400 once it is listed", async () => {
  const [open] = await kits();
  const again = await post(`/listings/${open?.listing_id}/retry`);
  expect(again).toMatchObject({ status: 200, body: { listing_id: open?.listing_id } });
  answerOf("POST", "/listings/{id}/retry").parse(again.body);
  const { rows } = await listed(server, "listings", "?status=listed");
  expect(await post(`/listings/${rows[0]?.id}/retry`)).toMatchObject({ status: 400, body: { status: 400 } });
});
