import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { encryptedPdf, flate, onePage, zeros } from "../pdf/make";
import { type ProductServer, removeData } from "../support/server";
import { smallPdf } from "../support/small-pdf";
import { startWithOwner, withFile } from "./product";
import { refused } from "./refused";

let server: ProductServer;

beforeAll(async () => {
  server = await startWithOwner();
}, 400_000);

afterAll(async () => {
  await server.stop();
  removeData(server.dataDir);
});

const ask = (method: string, path: string, init: RequestInit = {}) =>
  fetch(`${server.api}${path}`, {
    ...init,
    method,
    headers: { authorization: `Bearer ${server.token}`, ...init.headers },
  });

describe("an address that is not right", () => {
  test.each([
    ["GET", "/manuals/999999"],
    ["PATCH", "/manuals/999999"],
    ["GET", "/actions/999999"],
    ["POST", "/actions/999999/resolve"],
    ["POST", "/actions/999999/cancel"],
    ["POST", "/listings/999999/retry"],
    ["POST", "/platforms/999999/activate"],
    ["POST", "/platforms/999999/deactivate"],
    ["POST", "/platforms/999999/configure"],
    ["GET", "/agent/runs/999999"],
  ])("an unknown id is 404: %s %s", async (method, path) => {
    const body = path.endsWith("resolve") ? '{"response":"x"}' : "{}";
    const headers = { "content-type": "application/json" };
    await refused(await ask(method, path, method === "GET" ? {} : { body, headers }), 404);
  });

  test.each([
    ...["/manuals/abc", "/manuals/0", "/manuals/-1", "/manuals/1.5", "/manuals/2147483648", "/actions/1%00"],
    ...[
      "/agent/runs/x",
      "/manuals?limit=0",
      "/manuals?limit=101",
      "/listings?limit=ten",
      "/actions?limit=1e2",
    ],
    ...[
      "/listings?status=unknown",
      "/actions?status=open",
      "/listings?platform_id=etsy",
      "/listings?sort=asc",
    ],
    ...[
      "/manuals?cursor=abc",
      "/manuals?cursor=WzEuNV0",
      "/manuals?cursor=WzllMTVd",
      "/listings?cursor=WzFd",
    ],
    ...["/actions?cursor=e30", "/agent/runs?cursor=%00", "/platforms?cursor=bnVsbA", "/listings?q=%00"],
    ...["/agent/runs?cursor=WzFlOTlhXQ", "/listings?cursor=WzAsMWU5OV0", `/listings?q=${"x".repeat(300)}`],
  ])("malformed is 400: %s", async (path) => {
    await refused(await ask("GET", path), 400);
  });

  test("a method that a route does not have is 405", async () => {
    for (const [method, path] of [
      ["DELETE", "/manuals/1"],
      ["GET", "/agent/run"],
      ["GET", "/actions/1/resolve"],
      ["GET", "/platforms/1/activate"],
      ["PUT", "/settings"],
    ] as const) {
      expect((await ask(method, path)).status, `${method} ${path}`).toBe(405);
    }
  });
});

describe("a file that cannot be taken is 422, names the cause, and leaves nothing", () => {
  const count = async () => z.array(z.unknown()).parse(await (await ask("GET", "/manuals")).json()).length;

  test.each<[string, RegExp, () => Promise<Uint8Array>]>([
    ["not a PDF", /not a PDF/, async () => Buffer.from("<html>a manual</html>".repeat(50))],
    ["empty", /empty/, async () => Buffer.alloc(0)],
    ["truncated", /truncated|end is missing/, async () => (await smallPdf("Cut", 1)).slice(0, 900)],
    ["needs a password", /password/, async () => encryptedPdf(true)],
    ["over the limit", /larger than the limit of 1 MB/, async () => Buffer.alloc(3_000_000, "%PDF-1.7 ")],
    [
      "a decompression bomb",
      /bomb/,
      async () =>
        onePage({ dictionary: "/Filter [/FlateDecode /FlateDecode]", data: flate(zeros(3 * 1024)) }),
    ],
  ])(
    "%s",
    async (name, words, make) => {
      const before = await count();
      const form = withFile(await make(), `${name}.pdf`);
      const { detail } = await refused(await ask("POST", "/manuals", { body: form }), 422);
      expect(detail).toMatch(words);
      expect(await count()).toBe(before);
    },
    60_000,
  );

  test("wrong facts beside a good file are refused before anything is kept", async () => {
    const before = await count();
    const pdf = await smallPdf("Fine", 2);
    const cases: [string, string, number][] = [
      ["price", "cheap", 422],
      ["price", "-1", 422],
      ["price", "1.999", 422],
      ["currency", "DOLLARS", 422],
      ["rights", "mine", 422],
      ["language", "english", 422],
      ["colour", "red", 400],
    ];
    for (const [name, value, status] of cases) {
      const form = withFile(pdf, "a.pdf", { [name]: value });
      await refused(await ask("POST", "/manuals", { body: form }), status);
    }
    expect(await count()).toBe(before);
  });

  test("a body that is no form, or a form that breaks off, is 400", async () => {
    const headers = { "content-type": "multipart/form-data; boundary=b" };
    await refused(
      await ask("POST", "/manuals", { body: "{}", headers: { "content-type": "application/json" } }),
      400,
    );
    await refused(
      await ask("POST", "/manuals", { body: "--b\r\nContent-Disposition: form-da", headers }),
      400,
    );
    await refused(
      await ask("POST", "/manuals", {
        body: '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7 half a',
        headers,
      }),
      400,
    );
    await refused(
      await ask("POST", "/manuals", { body: "x", headers: { "content-type": "multipart/form-data" } }),
      400,
    );
  });

  test("a client that sends too much reads the refusal, and may go on", async () => {
    const before = await count();
    for (let round = 0; round < 5; round += 1) {
      const form = withFile(Buffer.alloc(3_500_000, "%PDF-1.7 "), "large.pdf");
      await refused(await ask("POST", "/manuals", { body: form }), 422);
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ title: "x".repeat(2_000_000) });
      await refused(await ask("PATCH", "/manuals/1", { body, headers }), 400);
      expect(await count()).toBe(before);
    }
  });

  test("a name with folders stays a name", async () => {
    const form = withFile(await smallPdf("Fine", 2), "../../../../etc/a manual.pdf");
    const response = await ask("POST", "/manuals", { body: form });
    expect(response.status).toBe(201);
    expect(z.object({ title: z.string() }).parse(await response.json()).title).not.toMatch(/\.\.|\//);
  });
});

test("after all of this the server serves, and its log holds no stack of ours as an answer", async () => {
  expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
  expect(server.output()).not.toContain("request_failed");
});
