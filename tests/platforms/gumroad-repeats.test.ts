import { openAsBlob } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gumroad } from "@/lib/platforms/gumroad/index";
import { partSize } from "@/lib/platforms/gumroad/upload";
import { errorOf, id, now, origin, product, scripted } from "./gumroad-script";
import { fileOf, jobOf, pdf, planOf } from "./gumroad-session";

describe("answers that would do harm", () => {
  it("an upload address elsewhere gets no byte", async () => {
    const { seen, session } = scripted([
      200,
      {
        success: true,
        upload_id: "u1",
        key: "k",
        file_url: "https://x.s3.amazonaws.com/k",
        parts: [{ part_number: 1, presigned_url: "https://files.example.com/k" }],
      },
    ]);
    expect((await errorOf(gumroad.listing.upload(session, jobOf(planOf(), id)))).kind).toBe("unexpected");
    expect(seen).toHaveLength(1);
  });

  it("a draft that came out on sale is taken off at once", async () => {
    const { seen, session } = scripted(
      [200, { success: true, product: product({ published: true }) }],
      [200, { success: true, product: product() }],
    );
    expect(await gumroad.listing.create(session, planOf())).toEqual({ remoteId: id });
    expect(seen[1]).toMatchObject({
      method: "PUT",
      url: `${origin}/v2/products/A-m3CDDC5dlrSdKZp0RFhA%3D%3D/disable`,
    });
  });

  it("a draft that came out on sale and stays there is uncertain, and upload takes it off first", async () => {
    const on = scripted([200, { success: true, product: product({ published: true }) }], [500, ""]);
    expect((await errorOf(gumroad.listing.create(on.session, planOf()))).kind).toBe("uncertain");
    const later = scripted([200, { success: true, product: product({ published: true }) }], [500, ""]);
    await errorOf(gumroad.listing.upload(later.session, jobOf(planOf(), id, { fresh: false })));
    expect(later.seen.map(({ method, url }) => `${method} ${url.split("/").at(-1)}`)).toEqual([
      "GET A-m3CDDC5dlrSdKZp0RFhA%3D%3D",
      "PUT disable",
    ]);
  });

  it("a product list that goes in a circle ends", async () => {
    const { seen, session } = scripted([200, { success: true, products: [], next_page_key: "again" }]);
    expect((await errorOf(gumroad.listing.find(session, planOf(), now))).kind).toBe("unexpected");
    expect(seen).toHaveLength(2);
  });

  it("enable that says yes and leaves it off is not taken for success", async () => {
    const { session } = scripted([200, { success: true, product: product() }]);
    expect((await errorOf(gumroad.listing.publish(session, id, planOf()))).kind).toBe("unexpected");
  });

  it("a file that changed under our hands is not sent", async () => {
    const { seen, session } = scripted([200, {}]);
    const changed = planOf({ file: { ...pdf.file, size: pdf.file.size + 1 } });
    const error = await errorOf(gumroad.listing.upload(session, jobOf(changed, id)));
    expect(error).toMatchObject({ kind: "refused", details: { field: "file" } });
    expect(seen).toHaveLength(0);
  });

  it("a WebP picture is refused before any call", async () => {
    const { seen, session } = scripted([200, {}]);
    const webp = fileOf("cover.webp", "image/webp", new Uint8Array([1]));
    const job = jobOf(planOf({ images: [{ ...webp.file, alt: "" }] }), id);
    expect((await errorOf(gumroad.listing.enrich(session, job))).details.field).toBe("images");
    expect(seen).toHaveLength(0);
  });
});

describe("upload of an earlier turn", () => {
  const shown = product({
    files: [{ id: "f==", name: pdf.file.name, size: pdf.file.size }],
    rich_content: [{ description: { content: [{ type: "fileEmbed", attrs: { id: "f==" } }] } }],
  });

  it("is left alone when the product delivers the file", async () => {
    const { seen, session } = scripted([200, { success: true, product: shown }]);
    await gumroad.listing.upload(session, jobOf(planOf(), id, { fresh: false }));
    expect(seen).toHaveLength(1);
  });

  it("is only shown when the file is attached and the page is empty", async () => {
    const { seen, session } = scripted([200, { success: true, product: { ...shown, rich_content: [] } }]);
    await gumroad.listing.upload(session, jobOf(planOf(), id, { fresh: false }));
    expect(seen[1]?.body).toMatchObject({
      rich_content: [{ description: { content: [{ type: "fileEmbed", attrs: { id: "f==" } }, {}] } }],
    });
    expect(seen[1]?.body).not.toHaveProperty("files");
  });

  it("is attached without a second upload once it was completed", async () => {
    const { seen, session } = scripted(
      [200, { success: true, product: product() }],
      [200, { success: true, product: shown }],
    );
    const notes = {
      upload_id: "u1",
      key: "k",
      file_url: "https://x/k",
      sha256: pdf.file.sha256,
      completed: true,
    };
    await gumroad.listing.upload(session, jobOf(planOf(), id, { fresh: false, notes }));
    expect(seen).toHaveLength(2);
    expect(seen[1]?.body).toMatchObject({ files: [{ url: "https://x/k", display_name: pdf.file.name }] });
  });

  it("of another file is never attached", async () => {
    const { seen, session } = scripted(
      [200, { success: true, product: product() }],
      [200, { success: true, status: "already_gone" }],
      [500, ""],
    );
    const notes = { upload_id: "u1", key: "k", file_url: "https://x/k", sha256: "other", completed: true };
    await errorOf(gumroad.listing.upload(session, jobOf(planOf(), id, { fresh: false, notes })));
    expect(seen.map(({ url }) => url.split("/").at(-1))).toEqual([
      "A-m3CDDC5dlrSdKZp0RFhA%3D%3D",
      "abort",
      "presign",
    ]);
  });

  it("that Gumroad took and does not show is sent anew next time", async () => {
    const { session } = scripted([200, { success: true, product: product() }]);
    const notes = {
      upload_id: "u1",
      key: "k",
      file_url: "https://x/k",
      sha256: pdf.file.sha256,
      completed: true,
    };
    const job = jobOf(planOf(), id, { fresh: false, notes });
    expect((await errorOf(gumroad.listing.upload(session, job))).kind).toBe("unexpected");
    expect(job.notes.completed).toBe(false);
  });
});

describe("removing a draft", () => {
  it("leaves a product that is on sale", async () => {
    const { seen, session } = scripted([200, { success: true, product: product({ published: true }) }]);
    expect((await errorOf(gumroad.listing.removeDraft(session, id))).kind).toBe("refused");
    expect(seen).toHaveLength(1);
  });

  it.each([
    ["deleted", { success: true, product: product({ deleted: true }) }],
    ["unknown", { success: false, message: "The product was not found." }],
  ])("is fine with one that is %s", async (_state, body) => {
    const { seen, session } = scripted([200, body]);
    await gumroad.listing.removeDraft(session, id);
    expect(seen).toHaveLength(1);
  });

  it("frees the permalink first, and the key still finds it until it is gone", async () => {
    const { seen, session } = scripted([200, { success: true, product: product() }]);
    await gumroad.listing.removeDraft(session, id);
    expect(seen.map(({ method }) => method)).toEqual(["GET", "PUT", "DELETE"]);
    expect(seen[1]?.body).toEqual({ custom_permalink: expect.stringMatching(/^removed-[a-z0-9]+-boiler$/) });
  });
});

describe("a file of several parts", () => {
  it("is cut every 104,857,600 bytes, and a receipt is noted before the next part", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gumroad-parts-"));
    try {
      const path = join(folder, "large.pdf");
      const handle = await open(path, "w");
      await handle.truncate(partSize + 5);
      await handle.close();
      const address = "https://gumroad-specials.s3.amazonaws.com/large.pdf";
      const file = { ...pdf.file, name: "large.pdf", size: partSize + 5 };
      const { seen, session } = scripted(
        [
          200,
          {
            success: true,
            upload_id: "u1",
            key: "k",
            file_url: address,
            parts: [1, 2].map((part_number) => ({
              part_number,
              presigned_url: `${address}?partNumber=${part_number}`,
            })),
          },
        ],
        [200, "", { etag: '"one"' }],
        [200, "", { etag: '"two"' }],
        [200, { success: true, file_url: address }],
        [200, { success: true, product: product({ files: [{ id: "f", name: "large.pdf", size: null }] }) }],
      );
      const job = jobOf(planOf({ file }), id);
      await gumroad.listing.upload({ ...session, open: () => openAsBlob(path) }, job);
      const sizes = seen.map(({ body }) => (body instanceof Blob ? body.size : null));
      expect(sizes).toEqual([null, partSize, 5, null, null]);
      expect(job.notes).toMatchObject({ etag_1: '"one"', completed: true });
      expect(seen[3]?.body).toMatchObject({
        parts: [
          { part_number: 1, etag: '"one"' },
          { part_number: 2, etag: '"two"' },
        ],
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
