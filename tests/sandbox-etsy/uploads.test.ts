import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fieldParts, imageParts, openShop, PDF, PNG, pdfParts, SHOP, type Shop } from "./shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const filesOf = async (listing: number) =>
  (await shop.api("GET", `/shops/${SHOP}/listings/${listing}/files`)).body;
const filePath = (listing: number, file: unknown) => `/shops/${SHOP}/listings/${listing}/files/${file}`;
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

describe("7. uploadListingFile", () => {
  test("7. uploadListingFile keeps a named file and lists it", async () => {
    const listing = await shop.draft();
    const reply = await shop.uploadFile(listing);
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      ...{ listing_id: listing, filename: "manual.pdf", size_bytes: PDF.length, rank: 1 },
      ...{ filetype: "application/pdf", filesize: expect.stringMatching(/B$/) },
    });
    expect(await filesOf(listing)).toEqual({ count: 1, results: [reply.body] });
    expect(await shop.control("GET", "books")).toMatchObject({
      listings: expect.arrayContaining([
        expect.objectContaining({
          listing_id: listing,
          files: [expect.objectContaining({ name: "manual.pdf", size: PDF.length, sha256: sha256(PDF) })],
        }),
      ]),
    });
  });

  test("7. uploadListingFile without a name, without a file and with a lost boundary: Etsy's three texts", async () => {
    const listing = await shop.draft();
    expect(await shop.uploadFile(listing, pdfParts({ rank: "1" }))).toMatchObject({
      status: 400,
      body: { error: "A valid name must be provided with a new file." },
    });
    expect(await shop.uploadFile(listing, fieldParts({ name: "a.pdf" }))).toMatchObject({
      status: 400,
      body: { error: "Either a valid listing_file_id or file must be provided." },
    });
    const lost = await fetch(`${shop.url}/v3/application/shops/${SHOP}/listings/${listing}/files`, {
      method: "POST",
      headers: {
        "x-api-key": "sandboxkeystring00000000:sandboxsecret",
        authorization: `Bearer ${shop.credentials().access_token}`,
        "content-type": "multipart/form-data",
      },
      body: "--x\r\n",
    });
    expect(lost.status).toBe(400);
    expect(await lost.json()).toEqual({
      error: "An error ocurred while uploading your file, please try again.",
    });
    expect(await filesOf(listing)).toMatchObject({ count: 0 });
  });

  test.each(["my manual.pdf", "manüal.pdf", `${"a".repeat(67)}.pdf`])(
    "7. uploadListingFile refuses the name %j",
    async (name) => {
      const listing = await shop.draft();
      expect((await shop.uploadFile(listing, pdfParts({ name }))).status).toBe(400);
    },
  );

  test("7. uploadListingFile takes five files and no sixth", async () => {
    const listing = await shop.draft();
    for (let n = 1; n <= 5; n++) {
      const reply = await shop.uploadFile(listing, pdfParts({ name: `part-${n}.pdf`, rank: String(n) }));
      expect(reply.status).toBe(201);
    }
    expect((await shop.uploadFile(listing, pdfParts({ name: "part-6.pdf" }))).status).toBe(400);
    expect(await filesOf(listing)).toMatchObject({ count: 5 });
  });

  test("7. uploadListingFile takes 20 MB and not one byte more", async () => {
    const listing = await shop.draft();
    const full = Buffer.alloc(20_000_000, PDF);
    expect((await shop.uploadFile(listing, pdfParts({ name: "full.pdf" }, full))).status).toBe(201);
    const over = Buffer.alloc(20_000_001, PDF);
    expect((await shop.uploadFile(listing, pdfParts({ name: "over.pdf" }, over))).status).toBe(400);
  });

  test("7. the first file makes a physical listing digital, deleting the last makes it physical", async () => {
    const listing = await shop.draft({ type: "physical", shipping_profile_id: "5" });
    const { body } = await shop.uploadFile(listing);
    expect((await shop.listing(listing)).body).toMatchObject({
      listing_type: "download",
      shipping_profile_id: null,
    });
    const gone = await shop.api("DELETE", filePath(listing, Object(body).listing_file_id));
    expect(gone).toMatchObject({ status: 204, body: "" });
    expect((await shop.listing(listing)).body).toMatchObject({ listing_type: "physical" });
  });

  test("7. a known file is attached by its id, and the old one can go after the new one came", async () => {
    const [first, second] = [await shop.draft(), await shop.draft()];
    const { body } = await shop.uploadFile(first);
    const listing_file_id = Object(body).listing_file_id;
    const attached = await shop.uploadFile(second, fieldParts({ listing_file_id: String(listing_file_id) }));
    expect(attached).toMatchObject({ status: 201, body: { listing_file_id, listing_id: second } });
    await shop.uploadFile(second, pdfParts({ name: "edition-2.pdf", rank: "2" }));
    expect((await shop.api("DELETE", filePath(second, listing_file_id))).status).toBe(204);
    expect((await shop.listing(second)).body).toMatchObject({ listing_type: "download" });
    expect(await filesOf(second)).toMatchObject({ count: 1, results: [{ filename: "edition-2.pdf" }] });
    expect(await filesOf(first)).toMatchObject({ count: 1 });
  });
});

describe("8. uploadListingImage", () => {
  const imagesOf = async (listing: number) =>
    (await shop.api("GET", `/listings/${listing}/images`, { token: null })).body;

  test("8. uploadListingImage answers 201 with colours and size null at first, known later", async () => {
    const listing = await shop.draft();
    const reply = await shop.uploadImage(listing, imageParts(1, { alt_text: "Cover" }));
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      rank: 1,
      alt_text: "Cover",
      hex_code: null,
      red: null,
      full_width: null,
    });
    expect(await imagesOf(listing)).toMatchObject({
      count: 1,
      results: [{ red: expect.any(Number), full_width: 40, full_height: 30, alt_text: "Cover" }],
    });
  });

  test("8. uploadListingImage without a picture, or with something else, is 400 in Etsy's words", async () => {
    const listing = await shop.draft();
    const error = "Either a valid image file or a listing_image_id must be provided.";
    for (const parts of [fieldParts({ rank: "1" }), pdfParts({ rank: "1" }), imageParts(1, {}, PDF)]) {
      expect(await shop.uploadImage(listing, parts)).toMatchObject({ status: 400, body: { error } });
    }
  });

  test("8. uploadListingImage takes 20 pictures and no more, and alt texts up to 500", async () => {
    const listing = await shop.draft();
    expect((await shop.uploadImage(listing, imageParts(1, { alt_text: "a".repeat(501) }))).status).toBe(400);
    for (let rank = 1; rank <= 20; rank++) {
      const reply = await shop.uploadImage(listing, imageParts(rank, { alt_text: "a".repeat(500) }));
      expect(reply.status).toBe(201);
    }
    expect((await shop.uploadImage(listing, imageParts(21))).status).toBe(400);
    expect(await imagesOf(listing)).toMatchObject({ count: 20 });
  });

  test("8. uploadListingImage overwrites a rank when told to, else moves the others back", async () => {
    const listing = await shop.draft();
    const ids: unknown[] = [];
    for (const parts of [imageParts(1), imageParts(1), imageParts(1, { overwrite: "true" })]) {
      ids.push(Object((await shop.uploadImage(listing, parts)).body).listing_image_id);
    }
    expect(await imagesOf(listing)).toMatchObject({
      results: [
        { listing_image_id: ids[2], rank: 1 },
        { listing_image_id: ids[0], rank: 2 },
      ],
    });
  });

  test("8. image_ids replaces the ordered list, and a removed picture can be assigned again", async () => {
    const listing = await shop.draft();
    const one = Object((await shop.uploadImage(listing, imageParts(1))).body).listing_image_id;
    const two = Object(
      (await shop.uploadImage(listing, imageParts(2, {}, Buffer.concat([PNG, PNG])))).body,
    ).listing_image_id;
    expect((await shop.patch(listing, { image_ids: `${two}` })).status).toBe(200);
    expect(await imagesOf(listing)).toMatchObject({
      count: 1,
      results: [{ listing_image_id: two, rank: 1 }],
    });
    const again = await shop.uploadImage(listing, fieldParts({ listing_image_id: String(one), rank: "2" }));
    expect(again).toMatchObject({ status: 201, body: { listing_image_id: one, rank: 2 } });
  });
});
