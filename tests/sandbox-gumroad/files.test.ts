import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { draft, openShop, presign, type Shop, uploadFile } from "@/tests/sandbox-gumroad/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ profile: "open" });
});
afterAll(() => shop.close());

const pdf = Buffer.from("%PDF-1.7 boiler manual");
const put = (url: string, bytes: Buffer, headers: Record<string, string> = {}) =>
  fetch(url, { method: "PUT", headers, body: new Uint8Array(bytes) });
const embed = (id: string) => [
  {
    title: "Page 1",
    description: { type: "doc", content: [{ type: "fileEmbed", attrs: { id, uid: "u" } }] },
  },
];

test("12. a file address that is not the seller's own upload is refused", async () => {
  const url = await uploadFile(shop, "own.pdf", pdf);
  const message =
    "File URLs must reference your own uploaded files. Use the presigned upload endpoint to upload files first.";
  const foreign = [
    "https://example.com/a.pdf",
    url.replace(/attachments\/[^/]+/, "attachments/somebody"),
    url.replace("/original/", "/../original/"),
    url.replace("/original/", "%2Foriginal/"),
  ];
  for (const bad of foreign) {
    const { json } = await shop.call("POST", "/products", { name: "x", price: 900, files: [{ url: bad }] });
    expect(json).toEqual({ success: false, message });
  }
});

test("13. presign answers one part per 104,857,600 bytes and refuses what is missing", async () => {
  const one = await presign(shop, "manual.pdf", 104_857_600);
  expect(one.parts.map((part) => part.part_number)).toEqual([1]);
  expect(one.key).toMatch(/^attachments\/[A-Za-z0-9_=-]+\/[0-9a-f]{32}\/original\/manual\.pdf$/);
  expect(one.file_url).toBe(`${shop.sandbox.uploadUrl}/${one.key}`);
  expect((await presign(shop, "manual.pdf", 104_857_601)).parts).toHaveLength(2);
  const bad = async (body: object) => {
    const reply = await shop.call("POST", "/files/presign", body);
    return [reply.status, reply.json];
  };
  expect(await bad({ file_size: 5 })).toEqual([400, { status: 400, error: "filename is required" }]);
  for (const size of [undefined, 0, -1, "much"]) {
    const answer = await bad({ filename: "a.pdf", file_size: size });
    expect(answer).toEqual([400, { status: 400, error: "file_size is required" }]);
  }
  const large = await bad({ filename: "a.pdf", file_size: 20 * 1024 ** 3 + 1 });
  expect(large).toEqual([400, { status: 400, error: "file_size exceeds the 20 GB maximum" }]);
});

test("13. a presigned address answers 403 XML after 900 seconds, and to a changed signature", async () => {
  const { parts } = await presign(shop, "late.pdf", pdf.length);
  const url = parts[0]?.presigned_url ?? "";
  const forged = await put(url.replace("partNumber=1", "partNumber=2"), pdf);
  expect(forged.status).toBe(403);
  expect(await forged.text()).toContain("<Code>SignatureDoesNotMatch</Code>");
  expect((await put(url, pdf, { Authorization: `Bearer ${shop.token}` })).status).toBe(400);
  expect((await put(url, pdf)).headers.get("etag")).toBe(`"${createHash("md5").update(pdf).digest("hex")}"`);
  await shop.control("clock", { advance_ms: 902_000 });
  const late = await put(url, pdf);
  expect(late.status).toBe(403);
  expect(late.headers.get("content-type")).toBe("application/xml");
  expect(await late.text()).toContain("Request has expired");
});

test("14. complete refuses a wrong part list, another seller's key, and a second call", async () => {
  const { upload_id, key, file_url, parts } = await presign(shop, "once.pdf", pdf.length);
  const etag = (await put(parts[0]?.presigned_url ?? "", pdf)).headers.get("etag");
  const complete = async (body: object) => {
    const reply = await shop.call("POST", "/files/complete", { upload_id, key, ...body });
    return { status: reply.status, error: reply.json.error, json: reply.json };
  };
  const listed = [{ part_number: 1, etag }];
  expect(await complete({ parts: [] })).toMatchObject({ status: 400, error: "parts is required" });
  expect(await complete({ parts: listed, upload_id: "" })).toMatchObject({ error: "upload_id is required" });
  expect(await complete({ parts: listed, key: "attachments/other/x" })).toMatchObject({
    error: "invalid key",
  });
  const wrong = await complete({ parts: [{ part_number: 1, etag: '"00"' }] });
  expect(wrong.status).toBe(400);
  expect(wrong.error).toContain("One or more of the specified parts could not be found");
  const form = { "0": { part_number: "1", etag } };
  expect((await complete({ parts: form })).error).toBe(
    "each part must have scalar part_number and etag values",
  );
  expect((await complete({ parts: listed })).json).toEqual({ success: true, file_url });
  const again = await complete({ parts: listed });
  expect(again.json).toEqual({ status: 400, error: expect.stringContaining("upload does not exist") });
});

test("15. abort is accepted once, then already_gone; an aborted upload takes no more parts", async () => {
  const { upload_id, key, parts } = await presign(shop, "gone.pdf", 10);
  const abort = async () => (await shop.call("POST", "/files/abort", { upload_id, key })).json;
  expect(await abort()).toEqual({ success: true, status: "accepted" });
  expect(await abort()).toEqual({ success: true, status: "already_gone" });
  const refused = await put(parts[0]?.presigned_url ?? "", pdf);
  expect(refused.status).toBe(404);
  expect(await refused.text()).toContain("NoSuchUpload");
});

test("16. a product's file shows a link that expires and is never the canonical address", async () => {
  const url = await uploadFile(shop, "linked.pdf", pdf);
  const product = await draft(shop, { files: [{ id: "tmp", url, display_name: "Linked" }] });
  const { json } = await shop.call("GET", `/products/${product.id}`);
  expect(json).toMatchObject({ product: { files: [{ name: "Linked", size: pdf.length, filetype: "pdf" }] } });
  expect(JSON.stringify(json)).not.toContain(url);
  const link = /"url":"(http[^"]+signed[^"]+)"/.exec(JSON.stringify(json))?.[1] ?? "";
  expect(Buffer.from(await (await fetch(link)).arrayBuffer())).toEqual(pdf);
  await shop.control("clock", { advance_ms: 902_000 });
  expect((await fetch(link)).status).toBe(403);
});

test("17. a file without a fileEmbed leaves rich_content and the buyer's page empty", async () => {
  const files = [{ id: "tmp", url: await uploadFile(shop, "page.pdf", pdf), display_name: "Page" }];
  const bare = await draft(shop, { files });
  const full = await draft(shop, { files, rich_content: embed("tmp") });
  expect(bare).toMatchObject({ files: [{ name: "Page" }], rich_content: [] });
  const id = /"files":\[\{"id":"([^"]+)"/.exec(JSON.stringify(full))?.[1];
  expect(full).toMatchObject({
    rich_content: [{ description: { type: "doc", content: [{ type: "fileEmbed", attrs: { id } }] } }],
  });
  const buyerPage = async (product: typeof bare) => {
    await shop.call("PUT", `/products/${product.id}/enable`);
    const permalink = String(product.short_url).split("/l/")[1];
    return (await fetch(`${shop.sandbox.url}/d/${permalink}`)).text();
  };
  expect(await buyerPage(bare)).not.toContain("<li>");
  expect(await buyerPage(full)).toContain("<li>Page");
});

test("18. an update with files deletes the omitted ones and refuses to drop an embedded one", async () => {
  const url = await uploadFile(shop, "first.pdf", pdf);
  const product = await draft(shop, { files: [{ id: "tmp", url }], rich_content: embed("tmp") });
  const first = /"files":\[\{"id":"([^"]+)"/.exec(JSON.stringify(product))?.[1] ?? "";
  const update = async (body: object) => (await shop.call("PUT", `/products/${product.id}`, body)).json;
  const second = await uploadFile(shop, "second.pdf", pdf);

  const conflict = await update({ files: [{ external_id: "tmp-2", url: second }] });
  expect(conflict).toEqual({
    success: false,
    message: `Cannot remove files still referenced in rich content: ${first}. Remove the file embeds from rich content first, or send both changes together.`,
  });
  expect(await update({ name: "Files untouched" })).toMatchObject({ product: { files: [{ id: first }] } });
  expect((await update({ files: [{ id: first, display_name: "No url" }] })).message).toContain(
    "canonical url",
  );

  const replaced = await update({
    files: [{ external_id: "tmp-2", url: second }],
    rich_content: embed("tmp-2"),
  });
  expect(replaced).toMatchObject({ file_id_mappings: { "tmp-2": expect.any(String) } });
  expect(JSON.stringify(replaced)).not.toContain(first);
  expect(await update({ files: [], rich_content: [] })).toMatchObject({ product: { files: [] } });
});
