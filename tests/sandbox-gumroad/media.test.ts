import { afterAll, beforeAll, expect, test } from "vitest";
import { draft, openShop, pngHead, type Shop, uploadImage } from "@/tests/sandbox-gumroad/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ profile: "open" });
});
afterAll(() => shop.close());

const attach = async (id: unknown, kind: "covers" | "thumbnail", bytes: Buffer) => {
  const { signedId } = await uploadImage(shop, bytes);
  return shop.call("POST", `/products/${id}/${kind}`, { signed_blob_id: signedId });
};

test("19. direct_uploads takes JPEG, PNG, GIF and video only", async () => {
  const ask = async (change: object) => {
    const blob = { filename: "a.png", byte_size: 5, checksum: "x", content_type: "image/png", ...change };
    const reply = await shop.call("POST", "/direct_uploads", { blob });
    return [reply.status, reply.json.error];
  };
  for (const type of ["image/webp", "application/pdf", "", undefined]) {
    expect(await ask({ content_type: type })).toEqual([
      400,
      "content_type must be JPEG, PNG, GIF, or video.",
    ]);
  }
  for (const type of ["image/jpeg", "image/gif", "video/mp4"]) {
    expect(await ask({ content_type: type })).toEqual([200, undefined]);
  }
  expect(await ask({ byte_size: undefined })).toEqual([400, "byte_size is required"]);
  expect(await ask({ checksum: undefined })).toEqual([400, "checksum is required"]);
});

test("19. the put of a blob verifies the MD5 and the signed headers", async () => {
  const bytes = pngHead(1280, 720);
  expect((await uploadImage(shop, bytes)).status).toBe(200);
  expect((await uploadImage(shop, bytes, { checksum: "1B2M2Y8AsgTpgAmY7PhCfg==" })).status).toBe(400);
  const blob = { filename: "a.png", byte_size: 64, checksum: "x", content_type: "image/png" };
  const { json } = await shop.call("POST", "/direct_uploads", { blob });
  const url = /"url":"([^"]+)"/.exec(JSON.stringify(json))?.[1] ?? "";
  const headers = { "Content-Type": "image/gif", "Content-MD5": "x" };
  const changed = await fetch(url, { method: "PUT", headers, body: new Uint8Array(bytes) });
  expect(changed.status).toBe(403);
  expect(await changed.text()).toContain("SignatureDoesNotMatch");
});

test("20. covers: success lists all, the ninth is refused", async () => {
  const product = await draft(shop);
  for (let count = 1; count <= 8; count += 1) {
    const { json } = await attach(product.id, "covers", pngHead(1280, 720));
    expect(json).toMatchObject({ success: true, main_cover_id: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(json.covers).toHaveLength(count);
  }
  expect((await attach(product.id, "covers", pngHead(1280, 720))).json.message).toBe(
    "Sorry, we have a limit of 8 previews. Please delete an existing one before adding another.",
  );
  const { json } = await shop.call("GET", `/products/${product.id}`);
  const cover = expect.objectContaining({ type: "image", native_width: 1280, width: 670 });
  expect(json).toMatchObject({ product: { covers: expect.arrayContaining([cover]) } });
  const first = /"main_cover_id":"([0-9a-f]+)"/.exec(JSON.stringify(json))?.[1];
  const deleted = await shop.call("DELETE", `/products/${product.id}/covers/${first}`);
  expect(deleted.json.covers).toHaveLength(7);
  const again = await shop.call("DELETE", `/products/${product.id}/covers/${first}`);
  expect(again.json.message).toBe("The cover was not found.");
});

test("20. covers: what is no picture, too large or not there is refused in Gumroad's words", async () => {
  const { id } = await draft(shop);
  const refusal = async (bytes: Buffer) => (await attach(id, "covers", bytes)).json.message;
  expect(await refusal(Buffer.from("%PDF-1.7 not a picture"))).toBe(
    "Cover must be an image (JPEG, PNG, GIF) or a video.",
  );
  expect(await refusal(Buffer.from("no picture at all"))).toBe(
    "Could not analyze cover. Please check the uploaded file.",
  );
  expect(await refusal(pngHead(1280, 720, 50 * 1024 ** 2 + 1))).toBe(
    "Cover images must be smaller than 50 MB. Please resize or compress the image and try again.",
  );
  const post = async (body: object) => (await shop.call("POST", `/products/${id}/covers`, body)).json.message;
  expect(await post({})).toBe("Please provide a signed_blob_id or url.");
  expect(await post({ signed_blob_id: "forged" })).toBe("The signed_blob_id is invalid or expired.");
});

test("20. cover_ids sets the order", async () => {
  const { id } = await draft(shop);
  await attach(id, "covers", pngHead(100, 100));
  await attach(id, "covers", pngHead(200, 200));
  const covers = async () =>
    [
      ...JSON.stringify((await shop.call("GET", `/products/${id}`)).json).matchAll(/"id":"([0-9a-f]{32})"/g),
    ].map((match) => match[1]);
  const [first, second] = await covers();
  await shop.call("PUT", `/products/${id}`, { cover_ids: [second, first] });
  expect(await covers()).toEqual([second, first]);
});

test("21. thumbnail: square, at least 600 pixels and under 5 MB, or refused", async () => {
  const { id } = await draft(shop);
  const set = async (bytes: Buffer) => (await attach(id, "thumbnail", bytes)).json;
  expect(await set(pngHead(1280, 720))).toEqual({
    success: false,
    message: "Please upload a square thumbnail.",
  });
  expect((await set(pngHead(599, 599))).message).toBe("Could not process your thumbnail, please try again.");
  expect((await set(pngHead(600, 600, 5 * 1024 ** 2))).message).toBe(
    "Could not process your thumbnail, please upload an image with size smaller than 5 MB.",
  );
  expect(await set(pngHead(600, 600))).toEqual({
    success: true,
    thumbnail: { url: expect.stringContaining("/public/"), guid: expect.stringMatching(/^[0-9a-f]{32}$/) },
  });
});

test("21. thumbnail: an unsafe address is 400 with success false", async () => {
  const { id } = await draft(shop);
  for (const url of ["http://192.168.0.1/a.png", "ftp://example.com/a.png", `${shop.sandbox.url}/a.png`]) {
    const reply = await shop.call("POST", `/products/${id}/thumbnail`, { url });
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual({ success: false, message: "Please provide a valid public image URL." });
  }
});
