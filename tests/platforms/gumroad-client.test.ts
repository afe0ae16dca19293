import { describe, expect, it } from "vitest";
import { throttleEnd } from "@/lib/platforms/gumroad/client";
import { gumroad } from "@/lib/platforms/gumroad/index";
import { errorOf, id, now, origin, product, scripted, token } from "./gumroad-script";
import { fileOf, jobOf, pdf, planOf } from "./gumroad-session";

describe("answers by status", () => {
  const html = "<!doctype html><title>Just a moment...</title>";
  const cases: [what: string, status: number, body: unknown, read: string, write: string][] = [
    ["a revoked token", 401, "", "auth_expired", "auth_expired"],
    ["a missing scope", 403, "", "auth_expired", "auth_expired"],
    [
      "a missing narrow scope",
      403,
      { success: false, message: "This endpoint requires the edit_profile scope." },
      "auth_expired",
      "auth_expired",
    ],
    ["a page of a gateway instead", 403, html, "unreachable", "uncertain"],
    ["the throttle", 429, "Retry later\n", "rate_limited", "rate_limited"],
    ["a fault", 500, "", "unreachable", "uncertain"],
    ["a fault that looks like a refusal", 502, { success: false, message: "no" }, "unreachable", "uncertain"],
    ["a page instead of JSON", 200, html, "unreachable", "uncertain"],
    ["nothing", 200, "", "unreachable", "uncertain"],
    ["JSON without a word on success", 200, { product: product() }, "unexpected", "uncertain"],
    ["another shape", 200, { success: true, product: { id } }, "unexpected", "uncertain"],
    ["a malformed request", 400, { status: 400, error: "Invalid page_key." }, "unexpected", "unexpected"],
    ["a refusal", 200, { success: false, message: "No moustache." }, "refused", "refused"],
    ["a refusal with status 400", 400, { success: false, message: "No moustache." }, "refused", "refused"],
    ["an unknown route", 404, html, "unexpected", "unexpected"],
    ["a redirect", 302, "{}", "unexpected", "unexpected"],
  ];
  it.each(cases)("%s (%i)", async (_what, status, body, read, write) => {
    const reading = scripted([status, body]);
    expect((await errorOf(gumroad.listing.read(reading.session, id, planOf()))).kind).toBe(read);
    const writing = scripted([status, body]);
    expect((await errorOf(gumroad.listing.create(writing.session, planOf()))).kind).toBe(write);
    expect(writing.seen).toHaveLength(1);
  });

  it("names the scopes when one is missing", async () => {
    const { session } = scripted([403, ""]);
    expect((await errorOf(gumroad.listing.publish(session, id, planOf()))).message).toContain(
      "edit_products",
    );
  });

  it("waits for the moment a Retry-After header names", async () => {
    const { session } = scripted([429, "Retry later\n", { "retry-after": "7" }]);
    const error = await errorOf(gumroad.listing.create(session, planOf()));
    expect(error.details.retryAt).toEqual(new Date("2026-11-03T14:05:16Z"));
  });

  it("without the header waits for the first end of a 64 s window that is a minute away", () => {
    for (let at = now.getTime(); at < now.getTime() + 70_000; at += 977) {
      const end = throttleEnd(new Date(at)).getTime();
      expect(end % 64_000).toBe(0);
      expect(end - at).toBeGreaterThan(60_000);
      expect(end - at).toBeLessThanOrEqual(124_000);
    }
  });
});

describe("the token", () => {
  it("travels in a header to the API only, never to the file store", async () => {
    const address = "https://gumroad-specials.s3.amazonaws.com/attachments/s/g/original/boiler-manual.pdf";
    const { seen, session } = scripted(
      [
        200,
        {
          success: true,
          upload_id: "u1",
          key: "attachments/s/g/original/boiler-manual.pdf",
          file_url: address,
          parts: [{ part_number: 1, presigned_url: `${address}?partNumber=1&uploadId=u1` }],
        },
      ],
      [200, "", { etag: '"9b2c"' }],
      [200, { success: true, file_url: address }],
      [200, { success: true, product: product({ files: [{ id: "f", name: pdf.file.name, size: null }] }) }],
    );
    const job = jobOf(planOf(), id);
    await gumroad.listing.upload(session, job);
    expect(seen.map(({ headers }) => headers.get("authorization"))).toEqual([
      `Bearer ${token}`,
      null,
      `Bearer ${token}`,
      `Bearer ${token}`,
    ]);
    expect(seen.every(({ url }) => !url.includes(token))).toBe(true);
    expect(seen[2]?.body).toEqual({
      upload_id: "u1",
      key: "attachments/s/g/original/boiler-manual.pdf",
      parts: [{ part_number: 1, etag: '"9b2c"' }],
    });
    expect(seen[3]?.url).toBe(`${origin}/v2/products/A-m3CDDC5dlrSdKZp0RFhA%3D%3D`);
    expect(job.notes).toMatchObject({
      upload_id: "u1",
      file_url: address,
      completed: true,
    });
  });

  it("is cut out of everything an answer repeats", async () => {
    const { session } = scripted([200, { success: false, message: `Token ${token} is sad.` }]);
    const error = await errorOf(gumroad.listing.create(session, planOf()));
    expect(JSON.stringify([error.message, error.details])).not.toContain(token);
    expect(error.details.words).toBe("Token [token] is sad.");
  });

  it.each(["", "   ", "two words", "line\nbreak12"])("%j is not sent at all", async (bad) => {
    const { seen, session } = scripted([200, {}]);
    const error = await errorOf(
      gumroad.listing.create({ ...session, credentials: { api_token: bad } }, planOf()),
    );
    expect(error.kind).toBe("auth_expired");
    expect(seen).toHaveLength(0);
  });

  it("is checked by three reads, and the shop's currency is learnt", async () => {
    const { seen, session } = scripted(
      [200, { success: true, user: { user_id: "s1", name: "Northlight", currency_type: "eur" } }],
      [200, { success: true, products: [] }],
      [200, { success: true, sales: [] }],
    );
    if (gumroad.access.kind !== "token") throw new Error("expected a token");
    expect(await gumroad.access.verify(session)).toEqual({
      name: "Northlight",
      currency: "EUR",
      facts: { user_id: "s1" },
    });
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET ${origin}/v2/user`,
      `GET ${origin}/v2/products`,
      expect.stringMatching(/\/v2\/sales\?after=\d{4}-\d\d-\d\d$/),
    ]);
  });
});

describe("a picture", () => {
  it("goes up with its MD5, a harmless name and exactly the headers the answer asked for", async () => {
    const cover = fileOf("page & #2.png", "image/png", new TextEncoder().encode("hello"));
    const headers = { "Content-Type": "image/png", "Content-MD5": "XUFAKrxLKna5cZ2REBfFkg==" };
    const { seen, session } = scripted(
      [200, { signed_id: "s1", direct_upload: { url: "https://b.s3.amazonaws.com/c", headers } }],
      [200, ""],
      [200, { success: true, covers: [] }],
    );
    const job = jobOf(planOf({ images: [{ ...cover.file, alt: "" }] }), id);
    await gumroad.listing.enrich({ ...session, open: async () => new Blob([cover.bytes]) }, job);
    expect(seen[0]?.body).toEqual({
      blob: {
        filename: "page-2.png",
        byte_size: 5,
        checksum: "XUFAKrxLKna5cZ2REBfFkg==",
        content_type: "image/png",
      },
    });
    expect(Object.fromEntries(seen[1]?.headers ?? [])).toEqual({
      "content-type": "image/png",
      "content-md5": "XUFAKrxLKna5cZ2REBfFkg==",
    });
    expect(seen[2]?.body).toEqual({ signed_blob_id: "s1" });
  });

  it("beyond the eighth is not sent, and a repeat sends what is missing only", async () => {
    const cover = fileOf("cover.png", "image/png", new Uint8Array([1]));
    const images = Array.from({ length: 10 }, () => ({ ...cover.file, alt: "" }));
    const there = product({ covers: Array.from({ length: 7 }, (_, n) => ({ id: `c${n}` })) });
    const { seen, session } = scripted(
      [200, { success: true, product: there }],
      [200, { signed_id: "s1", direct_upload: { url: "https://b.s3.amazonaws.com/c", headers: {} } }],
      [200, ""],
      [200, { success: true, covers: [] }],
    );
    const job = jobOf(planOf({ images }), id, { fresh: false });
    await gumroad.listing.enrich({ ...session, open: async () => new Blob([cover.bytes]) }, job);
    expect(seen).toHaveLength(4);
  });
});
