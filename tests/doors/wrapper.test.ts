import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { AppError, PlatformError } from "@/lib/errors";
import { list, route, upload } from "@/lib/route";
import { idParams, operation, pageQuery } from "@/lib/route/operation";
import { base, bearer, call, own, post, read, setUp, token } from "./inside";

setUp();

describe("what is sent", () => {
  const cases: [string, BodyInit, number][] = [
    ["no JSON", "{", 400],
    ["nothing", "", 400],
    ["a list", "[]", 400],
    ["an unknown name", '{"text":"a","more":1}', 400],
    ["a wrong type", '{"text":5}', 422],
    ["too long a text", `{"text":"${"x".repeat(101)}"}`, 422],
    ["a NUL", '{"text":"a\\u0000b"}', 400],
    ["half a surrogate pair", '{"text":"\\ud800"}', 400],
    ["bytes that are no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), 400],
    ["more than 64 KB", `{"text":"${"x".repeat(70_000)}"}`, 400],
    ["JSON thirty thousand levels deep", "[".repeat(30_000) + "]".repeat(30_000), 400],
    ["a prototype", '{"__proto__":{"text":"x"}}', 400],
    ["a name given twice", '{"text":"a","text":"b"}', 200],
  ];
  test.each(cases)("%s", async (_name, body, status) => {
    const { status: given, body: reply } = await post(bearer, body);
    expect(given).toBe(status);
    if (status !== 200)
      expect(reply).toMatchObject({ status, type: "about:blank", detail: expect.any(String) });
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])(
    "JSON under another content type is not read: %s",
    async (type) => {
      expect((await post({ ...bearer, "content-type": type })).status).toBe(400);
    },
  );

  test("a field that does not fit is named", async () => {
    const { body } = await post(bearer, '{"text":5}');
    expect(body.errors).toEqual([{ path: "text", message: expect.any(String) }]);
  });

  const one = route(
    operation({ ...base, method: "GET", path: "/api/x/{id}", params: idParams }),
    async () => ({
      who: "",
    }),
  );
  test.each(["0", "-1", "1.5", "abc", "2147483648", "1e3", "", " 1", "99999999999"])(
    "an id that is none gets 400: %s",
    async (id) => {
      expect((await call(one, { headers: bearer, id })).status).toBe(400);
    },
  );
  test.each(["1", "2147483647"])("an id is taken: %s", async (id) => {
    expect((await call(one, { headers: bearer, id })).status).toBe(200);
  });
});

describe("lists", () => {
  const rows = list(
    operation({
      ...base,
      method: "GET",
      path: "/api/x",
      query: z.strictObject({ ...pageQuery, q: z.string().optional() }),
      answer: z.array(z.number()),
      paged: true,
    }),
    async ({ query }) => ({ rows: [query.limit], next: query.cursor ? null : "abc" }),
  );

  test("the next page keeps the filter and the limit", async () => {
    const first = await call(rows, { headers: bearer, url: "/api/x?q=a%20b&limit=7" });
    expect(first.body).toEqual([7]);
    expect(first.headers.get("link")).toBe(`<${own}/api/x?q=a+b&limit=7&cursor=abc>; rel="next"`);
    const last = await call(rows, { headers: bearer, url: "/api/x?cursor=abc" });
    expect(last.body).toEqual([50]);
    expect(last.headers.get("link")).toBeNull();
  });

  test.each([
    "limit=0",
    "limit=101",
    "limit=x",
    "limit=1.5",
    "limit=-1",
    "limit=5&limit=6",
    "more=1",
    "q=%00",
  ])("a wrong search parameter gets 400: %s", async (search) => {
    expect((await call(rows, { headers: bearer, url: `/api/x?${search}` })).status).toBe(400);
  });

  test("an empty search parameter counts as not given", async () => {
    expect((await call(rows, { headers: bearer, url: "/api/x?limit=&q=" })).body).toEqual([50]);
  });
});

describe("what goes wrong", () => {
  const throwing = (error: unknown) =>
    route(operation({ ...base, method: "GET", path: "/api/x" }), async () => {
      throw error;
    });

  test("a refusal keeps its kind, its facts and its fields", async () => {
    const details = {
      extra: { manual_id: 7, status: 200 },
      problems: [{ path: "file", message: "is here" }],
    };
    const handler = throwing(new AppError("conflict", "It is here.", details));
    const { status, body } = await call(handler, { headers: bearer });
    expect(status).toBe(409);
    expect(body).toEqual({
      type: "about:blank",
      title: "Conflict",
      status: 409,
      detail: "It is here.",
      manual_id: 7,
      errors: details.problems,
    });
  });

  test("too many says when to come back", async () => {
    const handler = throwing(new AppError("too_many", "Later.", { retryAfterSeconds: 30 }));
    const { status, headers } = await call(handler, { headers: bearer });
    expect([status, headers.get("retry-after")]).toEqual([429, "30"]);
  });

  test("an error that nobody expected shows a reference, and nothing else", async () => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const error = new Error(`Failed query: select password_hash from users; ${token}`);
    const { status, body, text } = await call(throwing(error), { headers: bearer });
    const line = written.mock.calls.map(([part]) => String(part)).join("");
    written.mockRestore();
    expect(status).toBe(500);
    expect(text).not.toMatch(/select|password|api-token|\.ts/);
    expect(line).toContain(body.reference);
    expect(line).not.toContain(token);
  });

  test("a lost database is 503, and a platform's failure 502", async () => {
    const lost = new Error("Failed query", {
      cause: Object.assign(new Error("terminating connection"), { code: "57P01" }),
    });
    expect((await call(throwing(lost), { headers: bearer })).status).toBe(503);
    const platform = new PlatformError("unreachable", "Etsy did not answer.");
    expect(await call(throwing(platform), { headers: bearer })).toMatchObject({
      status: 502,
      body: { detail: "Etsy did not answer." },
    });
  });

  test("an answer that is not as described fails while we test", async () => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const more = { who: "me", password: "secret" };
    const handler = route(operation({ ...base, method: "GET", path: "/api/x" }), async () => more);
    const { status, text } = await call(handler, { headers: bearer });
    written.mockRestore();
    expect(status).toBe(500);
    expect(text).not.toContain("secret");
  });

  test("every answer is kept out of caches", async () => {
    expect((await call(read, { headers: bearer })).headers.get("cache-control")).toBe("no-store");
    expect((await call(read, {})).headers.get("cache-control")).toBe("no-store");
  });
});

describe("a form with a file", () => {
  const take = upload(
    operation({
      ...base,
      method: "POST",
      path: "/api/x",
      filePart: "file",
      body: z.strictObject({ title: z.string().optional() }),
    }),
    async ({ file, body }) => ({ who: `${file.name} ${file.size} ${body.title ?? ""}` }),
  );
  const form = (parts: Record<string, string | Blob>) => {
    const data = new FormData();
    for (const [name, part] of Object.entries(parts)) data.append(name, part);
    return call(take, { method: "POST", headers: bearer, body: data });
  };
  const file = new File(["0123456789"], "../a manual.pdf");

  test("arrives with its name and its fields", async () => {
    expect((await form({ title: "T", file })).body).toEqual({ who: "a manual.pdf 10 T" });
  });

  test.each([
    ["no file", { title: "T" }, 400],
    ["the file under another name", { upload: file }, 400],
    ["a text in its place", { file: "text" }, 400],
    ["an unknown field", { file, more: "x" }, 400],
    ["a NUL in a field", { file, title: "a\0b" }, 400],
    ["a file over the limit", { file: new File(["x".repeat(1_001)], "a.pdf") }, 422],
  ] as [string, Record<string, string | Blob>, number][])("%s", async (_name, parts, status) => {
    expect((await form(parts)).status).toBe(status);
  });
});
