import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FORM, imageParts, openShop, SHOP, type Shop } from "./shop";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const CREATE = { method: "POST", path: "/listings$" };
const drafts = async () => Object(await shop.control("GET", "books")).drafts;
const fault = (body: unknown) => shop.control("POST", "faults", body);

describe("17. faults on demand", () => {
  test("17. a 500 after the write: the draft exists", async () => {
    await fault({ match: CREATE, kind: "error_after" });
    expect(await shop.create()).toMatchObject({ status: 500, body: { error: "Server Error" } });
    expect(await drafts()).toBe(1);
  });

  test("17. a connection cut before the reply: the draft exists", async () => {
    await fault({ match: CREATE, kind: "reset_after" });
    await expect(shop.create()).rejects.toThrow();
    expect(await drafts()).toBe(1);
  });

  test("17. a burst of 429 in Etsy's words", async () => {
    await fault({ match: CREATE, kind: "rate_limited", times: 2, retry_after: 1 });
    for (let n = 0; n < 2; n++) {
      const reply = await shop.create();
      expect(reply).toMatchObject({ status: 429, body: { error: "Exceeded per second rate limit" } });
      expect(reply.headers.get("retry-after")).toBe("1");
    }
    expect((await shop.create()).status).toBe(201);
    expect(await drafts()).toBe(1);
  });

  test("17. a page that repeats the last item of the page before", async () => {
    for (let n = 0; n < 6; n++) await shop.draft();
    await shop.set({ duplicate_page_items: true });
    const ids = async (offset: number) => {
      const path = `/shops/${SHOP}/listings?state=draft&limit=3&offset=${offset}`;
      return Object((await shop.api("GET", path)).body).results.map((one: object) => Object(one).listing_id);
    };
    expect((await ids(3))[0]).toBe((await ids(0))[2]);
  });

  test("17. an image upload that answers with the addresses of the image before", async () => {
    const listing = await shop.draft();
    const first = Object((await shop.uploadImage(listing, imageParts(1))).body);
    await shop.set({ wrong_image_urls: true });
    const second = Object((await shop.uploadImage(listing, imageParts(2))).body);
    expect(second.listing_image_id).not.toBe(first.listing_image_id);
    expect(second.url_fullxfull).toBe(first.url_fullxfull);
  });

  test("17. a fault meets the token endpoint too", async () => {
    await fault({ match: { path: "/oauth/token$" }, kind: "error_before" });
    const form = { grant_type: "refresh_token", client_id: "sandboxkeystring00000000" };
    const ask = () =>
      shop.raw("POST", "/v3/public/oauth/token", {
        form: { ...form, refresh_token: shop.credentials().refresh_token },
      });
    expect((await ask()).status).toBe(500);
    expect((await ask()).status).toBe(200);
  });

  test("17. counted calls name the operation's path", async () => {
    await shop.draft();
    await shop.draft();
    const { by } = Object(await shop.control("GET", "calls"));
    expect(by).toEqual({ "POST /v3/application/shops/{shop_id}/listings": 2 });
  });
});

test("17. what was answered survives the stand-in's restart", async () => {
  const dir = mkdtempSync(join(tmpdir(), "sandbox-etsy-"));
  const first = await openShop({ dir });
  const listing = await first.publish();
  await first.control("POST", "sale", { listing_id: listing });
  const before = Object(await first.control("GET", "books"));
  const token = first.credentials().access_token;
  await first.close();
  const second = await openShop({ dir });
  const after = Object(await second.control("GET", "books"));
  const portless = (books: unknown) => JSON.parse(JSON.stringify(books).replace(/127\.0\.0\.1:\d+/g, "host"));
  expect(portless(after)).toEqual(portless(before));
  expect((await second.api("GET", `/listings/${listing}`, { token })).status).toBe(200);
  expect(await second.draft()).toBeGreaterThan(listing);
  await second.close();
  rmSync(dir, { recursive: true, force: true });
});

test("18. errors come in all three shapes", async () => {
  const a = await shop.create({ price: "0.01" });
  expect(a.body).toEqual({ error: expect.any(String) });
  const b = await shop.create({ title: `${FORM.title} $` });
  expect(b.body).toEqual([
    { path: expect.any(String), type: expect.any(String), message: expect.any(String) },
  ]);
  const c = await shop.api("GET", "/users/me", { token: "1.unknown" });
  expect(c.body).toEqual({ error: "invalid_token", error_description: expect.any(String) });
});
